//! The overview: who is registered, what waits for an answer, and which tokens are good. Never the secrets themselves.

use http::StatusCode;
use maud::{Markup, html};

use super::{Page, layout};
use crate::center::Center;
use crate::center::{ClientRow, PendingDevice, Rows, TokenRow};
use crate::records::TokenKind;

/// The overview.
pub(super) fn page(center: &Center, endpoint: &str) -> Page {
    let overview = center.overview();
    let accounts = center.accounts();
    let body = html! {
        p.lead {
            "This is a stand-in of the OIDC service and of the portal of AWS IAM Identity Center. "
            strong { (accounts.user) }
            " signs in here."
        }
        @if center.approves() {
            p.notice role="status" {
                "It was started with " code { "--approve" } ": it approves every device by itself."
            }
        }
        section aria-labelledby="pending" {
            h2 #pending { "Sign-ins that wait for you" (count(overview.devices.all)) }
            (devices(&overview.devices))
        }
        section aria-labelledby="tokens" {
            h2 #tokens { "Tokens" (count(overview.tokens.all)) }
            (tokens(&overview.tokens))
        }
        section aria-labelledby="clients" {
            h2 #clients { "Clients" (count(overview.clients.all)) }
            (clients(&overview.clients))
        }
        section aria-labelledby="accounts" {
            h2 #accounts { "Accounts" (count(accounts.accounts.len())) }
            (known_accounts(center))
        }
        section aria-labelledby="use" {
            h2 #use { "How to use it" }
            p { "Give its address to a tool as the endpoint:" }
            pre tabindex="0" aria-label="Commands" { code {
                "sso-oidc register-client --client-name demo --client-type public --endpoint-url " (endpoint) "\n"
                "aws sso-oidc register-client --client-name demo --client-type public --endpoint-url " (endpoint) "\n"
            } }
            p { "Or to all of them by the environment:" }
            pre tabindex="0" aria-label="Variables" { code {
                "export AWS_ENDPOINT_URL_SSO_OIDC=" (endpoint) "\n"
                "export AWS_ENDPOINT_URL_SSO=" (endpoint) "\n"
            } }
        }
    };
    layout::page(StatusCode::OK, "Overview", &body)
}

fn count(number: usize) -> Markup {
    html! { " " span.count { (number) } }
}

/// What is said where some rows are left out.
fn left_out<T>(rows: &Rows<T>) -> Markup {
    let more = rows.all - rows.rows.len();
    html! {
        @if more > 0 {
            p.quiet { "Older ones that are not shown: " (more) }
        }
    }
}

fn devices(devices: &Rows<PendingDevice>) -> Markup {
    html! {
        @if devices.rows.is_empty() {
            p.quiet { "None." }
        } @else {
            div.scroll tabindex="0" role="region" aria-labelledby="pending" {
                table {
                    thead { tr {
                        th scope="col" { "Code" }
                        th scope="col" { "Client" }
                        th scope="col" { "Expires in" }
                        th scope="col" { "Answer" }
                    } }
                    tbody {
                        @for device in &devices.rows {
                            tr {
                                td { code.big { (device.user_code) } }
                                td.name { (device.client) }
                                td { (layout::span(device.left)) }
                                td {
                                    a.button href={ "/device?user_code=" (device.user_code) } {
                                        "Review" span.hidden { " " (device.user_code) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            (left_out(devices))
        }
    }
}

fn tokens(tokens: &Rows<TokenRow>) -> Markup {
    html! {
        @if tokens.rows.is_empty() {
            p.quiet { "None." }
        } @else {
            div.scroll tabindex="0" role="region" aria-labelledby="tokens" {
                table {
                    thead { tr {
                        th scope="col" { "Kind" }
                        th scope="col" { "Client" }
                        th scope="col" { "Scopes" }
                        th scope="col" { "Issued" }
                        th scope="col" { "Expires in" }
                    } }
                    tbody {
                        @for token in &tokens.rows {
                            tr {
                                td { (kind(token.kind)) }
                                td.name { (token.client) }
                                td { (layout::scopes(&token.scopes)) }
                                td { (layout::span(token.age)) " ago" }
                                td { (layout::span(token.left)) }
                            }
                        }
                    }
                }
            }
            (left_out(tokens))
        }
    }
}

fn kind(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Access => "Access",
        TokenKind::Refresh => "Refresh",
    }
}

fn clients(clients: &Rows<ClientRow>) -> Markup {
    html! {
        @if clients.rows.is_empty() {
            p.quiet { "None." }
        } @else {
            div.scroll tabindex="0" role="region" aria-labelledby="clients" {
                table {
                    thead { tr {
                        th scope="col" { "Name" }
                        th scope="col" { "Identifier" }
                        th scope="col" { "Grants" }
                        th scope="col" { "Expires in" }
                    } }
                    tbody {
                        @for client in &clients.rows {
                            tr {
                                td.name { (client.name) }
                                td { code { (client.id) } }
                                td {
                                    @if client.grants.is_empty() { "all" } @else { (layout::scopes(&client.grants)) }
                                }
                                td { (layout::span(client.left)) }
                            }
                        }
                    }
                }
            }
            (left_out(clients))
        }
    }
}

fn known_accounts(center: &Center) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-labelledby="accounts" {
            table {
                thead { tr {
                    th scope="col" { "Account" }
                    th scope="col" { "Name" }
                    th scope="col" { "Roles" }
                } }
                tbody {
                    @for account in center.accounts().accounts.iter().take(crate::limits::ROWS) {
                        tr {
                            td { code { (account.id) } }
                            td.name { (account.name) }
                            td { (layout::scopes(&account.roles)) }
                        }
                    }
                }
            }
        }
    }
}
