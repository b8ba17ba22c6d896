//! scratch
use tenon::load::{FileId, Format, Source, Sources};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (file, module, out) = (&a[1], &a[2], &a[3]);
    let mut text = std::fs::read_to_string(file).unwrap();
    if file.ends_with(".md") {
        let i = text.find("```yaml").map(|i| i).unwrap_or(0);
        let i = text[i..].find('\n').unwrap() + i + 1;
        let j = text[i..].find("\n```").map(|j| i + j).unwrap_or(text.len());
        text = text[i..j].to_owned();
        // dedent
        let pad = text.lines().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min().unwrap_or(0);
        text = text.lines().map(|l| l.get(pad..).unwrap_or("")).collect::<Vec<_>>().join("\n");
    }
    let json = file.ends_with(".json");
    let tree = if json { serde_json::from_str(&text).unwrap() } else { serde_yaml::from_str(&text).unwrap() };
    let mut sources = Sources::default();
    sources.push(Source { id: FileId(0), name: file.clone(), text, format: if json { Format::Json } else { Format::Yaml }, tree });
    let t = std::time::Instant::now();
    let mut d = tenon::diagnostic::Diagnostics::default();
    let api = tenon::analyse(&sources, module, &mut d);
    let t1 = t.elapsed();
    for d in d.iter().filter(|d| d.severity == tenon::diagnostic::Severity::Error) { eprintln!("{d:?}"); }
    let Some(api) = api else { return };
    let home = tenon::emit::Home { path: format!("generated::{module}"), source: file.clone() };
    let t = std::time::Instant::now();
    let files = tenon::emit::api(&api, &home);
    let t2 = t.elapsed();
    let t = std::time::Instant::now();
    std::fs::create_dir_all(format!("{out}/{module}")).unwrap();
    let mut bytes = 0;
    for f in files {
        let name = f.name;
        let text = tenon::render::file(f);
        bytes += text.len();
        std::fs::write(format!("{out}/{module}/{name}"), text).unwrap();
    }
    eprintln!("{module}: analyse {t1:?} emit {t2:?} render {:?} bytes {bytes} ops {} types {}", t.elapsed(), api.operations.len(), api.types.len());
}
