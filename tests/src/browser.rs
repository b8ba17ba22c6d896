//! Pages in a real browser: Chromium opens one, a script at its end uses it as a person would and says what is seen.
use std::fs;
use std::process::Command;

/// What a script needs: `key` presses one where the focus is, `choose` sets a field as a person would.
const HANDS: &str = "
const key = (key) => (document.activeElement || document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const choose = (id, value) => { const field = document.getElementById(id); field.value = value; field.dispatchEvent(new Event('input', { bubbles: true })); };
";

/// The page with a script at its end, the body of an `async` function; what that returns is what [`seen`] returns.
#[must_use]
pub fn with_script(page: &str, script: &str) -> String {
    format!(
        "{page}<script>{HANDS}(async () => {{ {script} }})().catch((error) => ({{ error: String(error) }})).then((all) => {{
            const seen = document.createElement('pre');
            seen.id = 'seen';
            seen.textContent = encodeURI(JSON.stringify(all));
            document.documentElement.append(seen);
        }});</script>"
    )
}

/// What the page's script saw in a browser; `None` where there is no browser: `TENON_BROWSER`, or Debian's `chromium`.
#[must_use]
pub fn seen(url: &str, arguments: &[&str]) -> Option<serde_json::Value> {
    let browser = std::env::var_os("TENON_BROWSER").unwrap_or_else(|| "chromium".into());
    let profile = tempfile::tempdir().expect("a folder for the browser");
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--virtual-time-budget=20000"]);
    command.arg(format!("--user-data-dir={}", profile.path().display())).args(arguments).args(["--dump-dom", url]);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            println!("skipped: there is no chromium");
            return None;
        }
        Err(error) => panic!("the browser does not start: {error}"),
    };
    let page = String::from_utf8_lossy(&output.stdout);
    let text =
        page.split_once("<pre id=\"seen\">").and_then(|(_, rest)| rest.split_once("</pre>")).map(|(text, _)| text);
    let text = text.unwrap_or_else(|| panic!("{}\n{page}", String::from_utf8_lossy(&output.stderr)));
    let plain = percent_encoding::percent_decode_str(&text.replace("&amp;", "&")).decode_utf8_lossy().into_owned();
    Some(serde_json::from_str(&plain).expect("a script says JSON"))
}

/// The same for a page without a server.
#[must_use]
pub fn seen_in_file(page: &str, arguments: &[&str]) -> Option<serde_json::Value> {
    let folder = tempfile::tempdir().expect("a folder for the page");
    let path = folder.path().join("page.html");
    fs::write(&path, page).expect("a page");
    seen(&format!("file://{}", path.display()), arguments)
}
