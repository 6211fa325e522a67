//! The plan, for people.

use std::fmt;

use super::{Action, Item, Plan};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|item| write!(f, "{item}"))?;
        let count = |action: Action| self.items.iter().filter(|item| item.action == action).count();
        let [create, change, keep] = [Action::Create, Action::Change, Action::Keep].map(count);
        writeln!(f, "\n{create} to create, {change} to change, {keep} to keep.")
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = self.action.to_string();
        writeln!(f, "  {action:<7} {}", self.title())?;
        self.fields.iter().try_for_each(|field| writeln!(f, "          {field}"))?;
        self.warnings.iter().try_for_each(|warning| writeln!(f, "        ! {warning}"))
    }
}
