//! Colour, where somebody can see it.

use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
    #[default]
    Plain,
    Person,
    Organization,
    Place,
    Dropped,
    Faint,
    Bold,
}

impl Look {
    /// The look of a kind.
    pub(super) fn of_kind(kind: &str) -> Look {
        match kind {
            "person" => Look::Person,
            "organization" => Look::Organization,
            _ => Look::Place,
        }
    }

    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Look::Plain => Style::new(),
            Look::Person => colour(AnsiColor::Cyan).bold(),
            Look::Organization => colour(AnsiColor::Yellow).bold(),
            Look::Place => colour(AnsiColor::Green).bold(),
            Look::Dropped => colour(AnsiColor::Red),
            Look::Faint => Style::new().dimmed(),
            Look::Bold => Style::new().bold(),
        }
    }
}

/// Paints, or leaves text as it is.
pub(super) struct Paint {
    colours: bool,
    /// How many characters a line has.
    pub(super) width: usize,
}

/// Lines of text that nobody sees on a terminal have so many characters.
const WIDTH: usize = 100;
/// On a wide terminal lines are not longer than one can read.
const WIDEST: usize = 120;
const NARROWEST: usize = 40;

impl Paint {
    /// For standard output: in colour on a terminal, unless `NO_COLOR` or its like asks for none.
    pub(super) fn for_stdout() -> Paint {
        let colours = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
        Paint::new(colours, terminal_size::terminal_size())
    }

    /// The same for standard error.
    pub(super) fn for_stderr() -> Paint {
        let stderr = std::io::stderr();
        let colours = anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never;
        Paint::new(colours, terminal_size::terminal_size_of(&stderr))
    }

    fn new(colours: bool, size: Option<(terminal_size::Width, terminal_size::Height)>) -> Paint {
        let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0));
        Paint { colours, width: width.clamp(NARROWEST, WIDEST) }
    }

    /// Without colours, in lines of that width.
    #[cfg(test)]
    pub(super) fn plain(width: usize) -> Paint {
        Paint { colours: false, width }
    }

    /// A text with a look.
    pub(super) fn paint(&self, look: Look, text: &str) -> String {
        let style = look.style();
        if !self.colours || text.is_empty() || style.is_plain() {
            return text.to_owned();
        }
        let mut painted = String::with_capacity(text.len() + 16);
        write!(painted, "{style}{text}{style:#}").expect("memory is written");
        painted
    }
}
