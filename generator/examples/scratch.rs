//! scratch
use tenon::load::Sources;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let a: Vec<String> = std::env::args().collect();
    let (file, module, out) = (&a[1], &a[2], &a[3]);
    let bytes = std::fs::read(file)?;
    let t0 = std::time::Instant::now();
    let mut sources = Sources::default();
    let mut d = tenon::diagnostic::Diagnostics::default();
    let read = sources.read(file, &bytes, &tenon::load::Budgets::default(), &mut d);
    let t0 = t0.elapsed();
    if read.is_none() { for d in d.iter() { eprintln!("{d:?}"); } return Ok(()); }
    let t = std::time::Instant::now();
    let api = tenon::analyse(&sources, module, &mut d);
    let t1 = t.elapsed();
    for d in d.iter().filter(|d| d.severity == tenon::diagnostic::Severity::Error) { eprintln!("{d:?}"); }
    let Some(api) = api else { return Ok(()) };
    let home = tenon::emit::Home { path: format!("generated::{module}"), source: file.clone() };
    let t = std::time::Instant::now();
    if std::env::var("SIG").is_ok() { for l in tenon::emit::signatures(&api, &home) { println!("{l}"); } }
    let files = tenon::emit::api(&api, &home);
    let t2 = t.elapsed();
    let t = std::time::Instant::now();
    std::fs::create_dir_all(format!("{out}/{module}"))?;
    let mut bytes = 0;
    for f in files {
        let name = f.name;
        let text = tenon::render::file(f);
        bytes += text.len();
        std::fs::write(format!("{out}/{module}/{name}"), text)?;
    }
    eprintln!("{module}: load {t0:?} analyse {t1:?} emit {t2:?} render {:?} bytes {bytes} ops {} types {}", t.elapsed(), api.operations.len(), api.types.len());
    Ok(())
}
