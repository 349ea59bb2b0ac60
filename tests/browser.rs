//! People sign in on the pages of the local server, in headless Chromium, without JavaScript.
#![cfg(feature = "local-server")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::desk::{Desk, Fields, fields, folder, text, value};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A driver of browsers, stopped at the end.
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// A driver on a port that it chooses, if there is one.
    fn start() -> Option<Driver> {
        for program in ["chromium", "chromedriver"] {
            let version = Command::new(program).arg("--version").output();
            if !version.is_ok_and(|output| output.status.success()) {
                println!("there is no {program}: skipped");
                return None;
            }
        }
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver runs");
        let stdout = process.stdout.take().expect("stdout is piped");
        let mut lines = BufReader::new(stdout).lines();
        let port = lines.find_map(|line| {
            let line = line.expect("it prints text");
            let port = line.split("started successfully on port ").nth(1)?;
            Some(port.trim_end_matches('.').to_owned())
        });
        // It goes on printing.
        std::thread::spawn(move || lines.for_each(drop));
        let address = format!("http://127.0.0.1:{}", port.expect("it says its port"));
        Some(Driver { process, address })
    }

    async fn browser(&self, profile: &Path) -> Result<Client> {
        let capabilities = serde_json::json!({
            "goog:chromeOptions": {
                "args": [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--no-proxy-server",
                    format!("--user-data-dir={}", profile.display()),
                ],
                // Pages work without scripts.
                "prefs": { "profile.managed_default_content_settings.javascript": 2 },
            }
        });
        let serde_json::Value::Object(capabilities) = capabilities else {
            unreachable!("it is an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await?;
        Ok(client)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Drives a browser, and ends it however that goes.
fn drive<W>(name: &str, steps: impl FnOnce(Client) -> W) -> Result
where
    W: Future<Output = Result>,
{
    let Some(driver) = Driver::start() else {
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let browser = driver.browser(&folder(name)).await?;
        let result = steps(browser.clone()).await;
        browser.close().await?;
        result
    })
}

/// An element, once the page has it: a click does not wait for the page that it leads to.
async fn found(browser: &Client, element: Locator<'_>) -> Result<Element> {
    let waiting = browser.wait().at_most(Duration::from_secs(60));
    Ok(waiting.for_element(element).await?)
}

/// Waits for the page with this heading.
async fn arrive(browser: &Client, heading: &str) -> Result {
    let heading = format!("//h1[normalize-space()='{heading}']");
    found(browser, Locator::XPath(&heading)).await.map(drop)
}

async fn press(browser: &Client, button: &str) -> Result {
    let button = format!("//button[normalize-space()='{button}']");
    found(browser, Locator::XPath(&button))
        .await?
        .click()
        .await?;
    Ok(())
}

fn granted(desk: &Desk, client: &Fields, device: &Fields) -> Fields {
    let output = desk.poll(client, device);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    fields(&text(&output.stdout))
}

#[test]
fn a_device_is_approved_by_its_code() -> Result {
    let desk = Desk::start(&[]);
    drive("browser-device", async |browser| {
        // The first line of the command.
        let client = desk.client();
        let device = desk.device(&client);
        let pending = text(&desk.poll(&client, &device).stderr);
        assert!(pending.contains("authorization_pending"), "{pending}");

        // A person types the code in, with a mistake first.
        browser.goto(&device["verificationUri"]).await?;
        arrive(&browser, "Approve a device").await?;
        browser
            .find(Locator::Id("user_code"))
            .await?
            .send_keys("BBBB")
            .await?;
        press(&browser, "Continue").await?;
        let problem = found(&browser, Locator::Id("problem"))
            .await?
            .text()
            .await?;
        assert!(
            problem.starts_with("Error: No device waits with this code."),
            "{problem}"
        );
        let field = browser.find(Locator::Id("user_code")).await?;
        field.clear().await?;
        field.send_keys(&device["userCode"].to_lowercase()).await?;
        press(&browser, "Continue").await?;
        arrive(&browser, "Approve this device?").await?;
        let page = browser.find(Locator::Css("main")).await?.text().await?;
        assert!(
            page.contains(&device["userCode"]) && page.contains("demo"),
            "{page}"
        );
        press(&browser, "Approve").await?;
        arrive(&browser, "Approved").await?;

        // The device has a token, which gets keys of a role.
        let token = granted(&desk, &client, &device);
        let bearer = format!("x-amz-sso_bearer_token: {}\r\n", token["accessToken"]);
        let path = "/federation/credentials?role_name=ReadOnly&account_id=444455556666";
        let keys = desk.get(path, &bearer);
        assert!(value(&keys, "accessKeyId").starts_with("ASIA"), "{keys}");

        // The overview shows that there are tokens, and not which.
        browser.goto(&format!("{}/", desk.endpoint)).await?;
        let tokens = browser
            .find(Locator::XPath("//section[@aria-labelledby='tokens']"))
            .await?;
        let rows = tokens.find_all(Locator::Css("tbody tr")).await?.len();
        assert_eq!(rows, 2);
        let source = browser.source().await?;
        assert!(
            !source.contains(&token["accessToken"]) && !source.contains(&client["clientSecret"])
        );
        Ok(())
    })
}

#[test]
fn a_device_is_denied_from_the_overview() -> Result {
    let desk = Desk::start(&[]);
    drive("browser-deny", async |browser| {
        let client = desk.client();
        let device = desk.device(&client);
        browser.goto(&format!("{}/", desk.endpoint)).await?;
        browser
            .find(Locator::Css("a.button"))
            .await?
            .click()
            .await?;
        press(&browser, "Deny").await?;
        arrive(&browser, "Denied").await?;
        let denied = text(&desk.poll(&client, &device).stderr);
        assert!(denied.contains("access_denied"), "{denied}");
        Ok(())
    })
}

#[test]
fn a_program_gets_its_code_at_its_redirect_uri() -> Result {
    let desk = Desk::start(&[]);
    drive("browser-code", async |browser| {
        let client = desk.client();
        let program = TcpListener::bind("127.0.0.1:0")?;
        let place = format!("http://{}/callback", program.local_addr()?);
        // What the program waits for.
        let called = std::thread::spawn(move || -> std::io::Result<String> {
            let (mut stream, _) = program.accept()?;
            let mut line = String::new();
            BufReader::new(stream.try_clone()?).read_line(&mut line)?;
            let body = "<!doctype html><title>Done</title><h1>Back in the program</h1>";
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n",
                body.len()
            );
            stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes())?;
            let _ = stream.read(&mut [0; 1024]);
            Ok(line)
        });
        let query = format!(
            "response_type=code&client_id={}&redirect_uri={place}&state=x&code_challenge_method=S256&\
             code_challenge={CHALLENGE}",
            client["clientId"]
        );
        browser
            .goto(&format!("{}/authorize?{query}", desk.endpoint))
            .await?;
        arrive(&browser, "Sign in to this program?").await?;
        press(&browser, "Approve").await?;
        arrive(&browser, "Back in the program").await?;
        let line = called.join().expect("it does not panic")?;
        let code = line
            .strip_prefix("GET /callback?code=")
            .ok_or(line.clone())?;
        let code = code.split('&').next().unwrap_or_default();
        let token = desk.token(
            &client,
            &[
                "--grant-type",
                "authorization_code",
                "--code",
                code,
                "--redirect-uri",
                &place,
                "--code-verifier",
                VERIFIER,
            ],
        );
        assert_eq!(token.status.code(), Some(0), "{}", text(&token.stderr));
        Ok(())
    })
}
