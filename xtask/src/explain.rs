//! `explain`: what a code means and how to mend what it is about.
use crate::arguments::Explain;
use crate::failure::Failure;
use tenon::diagnostic::Code;

pub(crate) fn run(arguments: &Explain) -> Result<(), Failure> {
    let Some(id) = &arguments.code else {
        for code in Code::ALL {
            anstream::println!("{:22} {:8} {}", code.id(), code.severity(), code.about());
        }
        return Ok(());
    };
    let Some(code) = Code::from_id(id) else {
        return Err(Failure::Usage(format!(
            "`{id}` is no code\n  = help: `cargo xtask explain` without a code lists them all"
        )));
    };
    anstream::print!("{}", code.page());
    Ok(())
}
