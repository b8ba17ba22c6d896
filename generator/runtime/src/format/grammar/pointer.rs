//! JSON Pointer (RFC 6901), and the relative one.

pub(in crate::format) fn json_pointer(text: &str) -> bool {
    let escaped = text.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
    escaped && (text.is_empty() || text.starts_with('/'))
}

/// draft-bhutton-relative-json-pointer-00, section 3. Its index manipulation (`0-1`) is not in draft-handrews-01, to
/// which JSON Schema refers.
pub(in crate::format) fn relative_json_pointer(text: &str) -> bool {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (up, rest) = text.split_at(digits);
    let up_is_number = up == "0" || (!up.is_empty() && !up.starts_with('0'));
    up_is_number && (rest == "#" || json_pointer(rest))
}
