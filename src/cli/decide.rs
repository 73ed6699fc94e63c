//! Options of deciding that several commands have.

use anyhow::bail;
use clap::Args;
use gazetag::decide::{DecideOptions, Home, rules};
use gazetag::model::Facts;

/// Where articles are at home, and which rules do not run.
#[derive(Args, Clone, Debug)]
pub(super) struct DecideArguments {
    /// Where the paper is at home, for places with namesakes: USA, or USA/Kentucky
    #[arg(long, value_name = "COUNTRY[/REGION]")]
    pub(super) home: Option<String>,

    /// Rules that are not to run and reasons that are not to count, by the names that stand in the column 'reason'
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) without: Vec<String>,
}

impl DecideArguments {
    /// Refuses the options where nothing is tagged.
    pub(super) fn refuse(&self, table: &str) -> anyhow::Result<()> {
        if self.home.is_some() || !self.without.is_empty() {
            bail!("--home and --without say how to tag, and {table} tags nothing: leave them out");
        }
        Ok(())
    }

    /// The options; the rest as usual.
    pub(super) fn options(&self, facts: &dyn Facts) -> anyhow::Result<DecideOptions> {
        let home = self.home.as_deref().map(|home| Home::find(home, facts)).transpose();
        let rules = self.without.iter().map(|name| rules::by_name(name)).collect::<Result<Vec<_>, _>>();
        Ok(DecideOptions {
            home: home.map_err(|problem| anyhow::anyhow!("--home {problem}"))?,
            without: rules.map_err(|problem| anyhow::anyhow!("--without {problem}"))?,
            ..DecideOptions::default()
        })
    }
}
