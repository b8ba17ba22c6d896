//! The page of `diff --format html`, used as a reviewer uses it, in a browser where there is one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use serde_json::json;
use tests::browser::{seen_in_file, with_script};
use tests::root;

fn page(script: &str) -> String {
    with_script(&std::fs::read_to_string(root().join("docs/diff/report.html")).unwrap(), script)
}

const SHOWN: &str = "const shown = () => [...document.querySelectorAll('.finding:not([hidden])')].map((f) => f.querySelector('code').textContent);
    const said = () => document.getElementById('shown').textContent;";

#[test]
fn filters_leave_what_was_asked_for() {
    let script = format!(
        "{SHOWN}
        const all = [shown(), said()];
        choose('axis', 'wire-client');
        const wire = [shown(), said(), location.hash];
        choose('find', 'no such words');
        const none = [shown(), said(), document.getElementById('empty').hidden];
        key('Escape');
        return {{ all, wire, none, cleared: [shown(), location.hash] }};"
    );
    let Some(seen) = seen_in_file(&page(&script), &[]) else { return };
    let four = ["status-removed", "required-parameter-added", "schema-renamed", "property-became-optional"];
    let all = seen["all"][0].as_array().unwrap();
    assert!(all.len() == 4 && four.iter().all(|rule| all.contains(&json!(rule))), "{seen:#}");
    assert_eq!(seen["all"][1], "4 of 4 findings");
    assert_eq!(seen["wire"][0], json!(["required-parameter-added", "property-became-optional"]), "{seen:#}");
    assert_eq!((&seen["wire"][1], &seen["wire"][2]), (&json!("2 of 4 findings"), &json!("#axis=wire-client")));
    assert_eq!(seen["none"], json!([[], "0 of 4 findings", false]));
    assert_eq!((&seen["cleared"][0], &seen["cleared"][1]), (&seen["all"][0], &json!("")));
}

#[test]
fn keys_are_enough() {
    let script = "
        const at = () => all.map((f) => f.firstElementChild).indexOf(document.activeElement);
        const steps = [];
        for (const one of ['j', 'j', 'k', 'k', 'k']) { key(one); steps.push(at()); }
        const focused = document.activeElement.closest('.finding');
        const before = focused.open;
        document.activeElement.click();
        await new Promise((done) => setTimeout(done, 10));
        const after = focused.open;
        key('/');
        return { steps, before, after, finds: document.activeElement.id };";
    let Some(seen) = seen_in_file(&page(script), &[]) else { return };
    assert_eq!(seen, json!({ "steps": [0, 1, 0, 0, 0], "before": true, "after": false, "finds": "find" }));
}

#[test]
fn light_and_dark_can_be_read() {
    // Contrast by WCAG 2.2, section 1.4.3, of everything that has text of its own.
    let script = "
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = (text) => { const [r, g, b] = rgb(text).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
        let worst = [21, ''];
        for (const e of document.querySelectorAll('body *')) {
            if (e.id === 'seen' || !e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
            const [x, y] = [light(getComputedStyle(e).color), light(behind(e))].sort((a, b) => b - a);
            const ratio = (x + 0.05) / (y + 0.05);
            if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
        }
        return { dark: matchMedia('(prefers-color-scheme: dark)').matches, worst };";
    for (arguments, dark) in [(&[][..], false), (&["--blink-settings=preferredColorScheme=0"][..], true)] {
        let Some(seen) = seen_in_file(&page(script), arguments) else { return };
        assert_eq!(seen["dark"], dark, "{seen:#}");
        assert!(seen["worst"][0].as_f64().unwrap() >= 4.5, "{seen:#}");
    }
}

#[test]
fn nothing_is_fetched_and_nothing_leaves_the_screen() {
    let script = "
        return { wide: document.documentElement.scrollWidth <= innerWidth,
            links: [...document.querySelectorAll('[src],link[href]')].length };";
    let Some(seen) = seen_in_file(&page(script), &["--window-size=500,900"]) else { return };
    assert_eq!(seen, json!({ "wide": true, "links": 0 }));
}
