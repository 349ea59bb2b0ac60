//! Days and dates in the proleptic Gregorian calendar.

/// Days from 1970-01-01 to the start of a 400-year cycle in March of year 0. In years that start in March, the leap
/// day is last.
const MARCH_OF_YEAR_0: i64 = -719_468;
const DAYS_OF_400_YEARS: i64 = 146_097;

/// Days since 1970 of a date; `None` if it does not exist.
pub(crate) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let year = year.checked_sub(i64::from(month <= 2))?;
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year * 365 + year / 4 - year / 100 + day_of_year;
    era.checked_mul(DAYS_OF_400_YEARS)?
        .checked_add(day_of_era + MARCH_OF_YEAR_0)
}

/// Year, month and day of the month, from days since 1970.
pub(crate) fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_sub(MARCH_OF_YEAR_0);
    let era = days.div_euclid(DAYS_OF_400_YEARS);
    let day = days.rem_euclid(DAYS_OF_400_YEARS);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = match from_march {
        0..10 => from_march + 3,
        _ => from_march - 9,
    };
    let day_of_month = day_of_year - (153 * from_march + 2) / 5 + 1;
    (
        year + era * 400 + i64::from(month <= 2),
        month,
        day_of_month,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_one_date() {
        let (mut year, mut month, mut day) = date(-800_000);
        for since_1970 in -800_000..800_000 {
            assert_eq!(date(since_1970), (year, month, day));
            assert_eq!(days(year, month, day), Some(since_1970));
            (year, month, day) = match days(year, month, day + 1) {
                Some(_) => (year, month, day + 1),
                None if month < 12 => (year, month + 1, 1),
                None => (year + 1, 1, 1),
            };
        }
        assert_eq!(date(0), (1970, 1, 1));
    }

    #[test]
    fn days_that_do_not_exist_or_cannot_be_counted_are_none() {
        for (year, month, day) in [
            (2023, 2, 29),
            (1900, 2, 29),
            (2024, 2, 30),
            (2024, 4, 31),
            (2024, 0, 1),
            (2024, 13, 1),
            (2024, 1, 0),
            (i64::MAX, 1, 1),
            (i64::MIN, 1, 1),
        ] {
            assert_eq!(days(year, month, day), None, "{year}-{month}-{day}");
        }
        assert_eq!(days(2000, 2, 29), Some(11_016));
    }
}
