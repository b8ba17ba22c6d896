//! What came of it.
use core::fmt;

/// What a contract's exchanges came to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// How many operations there are.
    pub operations: usize,
    /// Those that were tried, and of which nothing was wrong.
    pub looped: usize,
    /// Requests that are allowed and were sent.
    pub exchanges: usize,
    /// Requests that are forbidden and were sent.
    pub refused: usize,
    /// What was wrong, or could not be tried.
    pub misses: Vec<Miss>,
    /// What was wrong with the operation at hand.
    now: Option<Miss>,
    tried: bool,
}

/// An operation that did not keep to the contract.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Miss {
    /// `operationId`, or method and path.
    pub operation: String,
    /// Why it was not tried, or only in part; what was tried went well if there are no faults.
    pub untried: Option<String>,
    /// With which exchange, and what was wrong; the first few.
    pub faults: Vec<String>,
    /// How many there were.
    pub count: usize,
}

/// More faults of one operation are counted and not told.
const TOLD: usize = 8;

impl Report {
    pub(super) fn begin(&mut self, operation: &str) {
        self.end();
        self.operations += 1;
        self.tried = false;
        self.now = Some(Miss { operation: operation.to_owned(), untried: None, faults: Vec::new(), count: 0 });
    }

    pub(super) fn end(&mut self) {
        let Some(mut now) = self.now.take() else { return };
        if !self.tried && now.untried.is_none() {
            now.untried = Some("there is nothing to try".to_owned());
        }
        if now.untried.is_none() && now.count == 0 {
            self.looped += 1;
        } else {
            self.misses.push(now);
        }
    }

    pub(super) fn exchanged(&mut self) {
        (self.exchanges, self.tried) = (self.exchanges + 1, true);
    }

    pub(super) fn refused(&mut self) {
        self.refused += 1;
    }

    pub(super) fn missed(&mut self, why: &str) {
        if let Some(now) = &mut self.now {
            now.untried = Some(why.to_owned());
        }
    }

    pub(super) fn fault(&mut self, exchange: &str, fault: &str) {
        if let Some(now) = &mut self.now {
            now.count += 1;
            if now.faults.len() < TOLD {
                now.faults.push(format!("{exchange}: {fault}"));
            }
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.operations += other.operations;
        self.looped += other.looped;
        self.exchanges += other.exchanges;
        self.refused += other.refused;
        self.misses.extend(other.misses);
        self
    }

    /// Whether nothing was wrong. What cannot be tried is not wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.misses.iter().all(|miss| miss.count == 0)
    }

    /// As JSON, for programs.
    #[must_use]
    pub fn json(&self) -> String {
        let misses = self.misses.iter().map(|miss| {
            serde_json::json!({
                "operation": miss.operation, "untried": miss.untried, "faults": miss.faults, "count": miss.count,
            })
        });
        serde_json::json!({
            "operations": self.operations, "looped": self.looped, "exchanges": self.exchanges, "refused": self.refused,
            "misses": misses.collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// Fails a test over what was wrong. Writes the report to the file that `TENON_CONTRACT_REPORT` names, if it does.
    ///
    /// # Panics
    /// Something was wrong.
    #[expect(clippy::panic, reason = "tests fail by panicking")]
    pub fn assert(&self) {
        if let Some(file) = std::env::var_os("TENON_CONTRACT_REPORT")
            && let Err(error) = std::fs::write(&file, self.json())
        {
            panic!("{}: {error}", file.display());
        }
        if !self.is_good() {
            panic!("the contract is not kept\n{self}");
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, looped, exchanges, refused, misses, .. } = self;
        writeln!(f, "{looped} of {operations} operations, {exchanges} exchanges, {refused} refused")?;
        for miss in misses {
            writeln!(f, "`{}`: {} faults", miss.operation, miss.count)?;
            for line in miss.untried.iter().chain(&miss.faults) {
                writeln!(f, "  {line}")?;
            }
        }
        Ok(())
    }
}
