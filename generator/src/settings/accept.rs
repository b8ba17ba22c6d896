//! Reports that somebody read and found to be in order are not made again; an entry that matches none is an error.
use super::{Accepted, Settings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Takes the accepted reports away.
pub fn accept(settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut used = vec![false; settings.accepted.len()];
    diagnostics.retain(|report| {
        let by = settings.accepted.iter().position(|accepted| matches(&accepted.value, report));
        by.and_then(|index| used.get_mut(index)).map(|used| *used = true).is_none()
    });
    for (accepted, _) in settings.accepted.iter().zip(used).filter(|(_, used)| !used) {
        let Accepted { code, at, .. } = &accepted.value;
        let message = format!("nothing is reported as `{}` at `{at}`", code.id());
        accepted.report(diagnostics, Code::UnusedSetting, message).help("remove the entry, or mend its place");
    }
}

fn matches(accepted: &Accepted, report: &Diagnostic) -> bool {
    let at = report.at.as_str();
    let here = match accepted.at.strip_suffix("/*") {
        Some(above) => at.strip_prefix(above).is_some_and(|rest| rest.starts_with('/')),
        None => at == accepted.at,
    };
    here && report.code == accepted.code
}
