//! The list of the country search: made of the select's options when it is first needed, then filtered and ordered.

use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::country_match::{RANKS, Searchable, country_of_number, rank, simplified};

const ACTIVE: &str = "data-active";

/// How much is seen above the chosen one (CSS pixels): two options and a little of a third.
const ABOVE: i32 = 100;

pub(super) struct CountryList {
    select: HtmlSelectElement,
    search: HtmlInputElement,
    list: Element,
    none: Element,
    count: Element,
    /// In the order of the select.
    countries: Vec<(Searchable, Element)>,
    /// The places in the select of those that are found.
    found: Vec<usize>,
    /// Which of these Enter takes.
    active: usize,
}

impl CountryList {
    pub(super) fn find(select: &HtmlSelectElement, search: &HtmlInputElement) -> Option<Self> {
        let find = |id| document().get_element_by_id(id);
        Some(Self {
            select: select.clone(),
            search: search.clone(),
            list: find("country-list")?,
            none: find("country-none")?,
            count: find("country-count")?,
            countries: Vec::new(),
            found: Vec::new(),
            active: 0,
        })
    }

    /// Shows all, with the chosen one active.
    pub(super) fn open(&mut self) {
        self.read();
        let chosen = self.chosen();
        for (place, (_, item)) in self.countries.iter().enumerate() {
            let _ = item.set_attribute("aria-selected", if place == chosen { "true" } else { "false" });
        }
        self.show("");
        if let Some((_, item)) = self.countries.get(chosen) {
            // Between others, so that it is seen that there are more.
            self.list.set_scroll_top(item.unchecked_ref::<HtmlElement>().offset_top() - ABOVE);
        }
        self.activate(chosen);
    }

    /// Shows those that the search finds, with the best one active.
    pub(super) fn filter(&mut self) {
        self.show(&folded(&self.search.value()));
        self.activate(0);
        let mut count = self.found.len().to_string();
        count.push_str(if self.found.len() == 1 { " country" } else { " countries" });
        self.count.set_text_content(Some(&count));
    }

    fn show(&mut self, search: &str) {
        self.deactivate();
        self.list.set_text_content(None);
        self.found.clear();
        for wanted in 0..RANKS {
            for (place, (country, item)) in self.countries.iter().enumerate() {
                if rank(country, search) == Some(wanted) {
                    let _ = self.list.append_child(item);
                    self.found.push(place);
                }
            }
        }
        let _ = self.none.toggle_attribute_with_force("hidden", !self.found.is_empty());
    }

    pub(super) fn last(&self) -> usize {
        self.found.len().saturating_sub(1)
    }

    pub(super) fn active(&self) -> usize {
        self.active
    }

    /// The place in the select of the active one.
    pub(super) fn active_place(&self) -> Option<usize> {
        self.found.get(self.active).copied()
    }

    /// The place in the select of the option that an element is in.
    pub(super) fn place_of(&self, element: &Element) -> Option<usize> {
        let clicked = element.closest("[role=option]").ok()??;
        self.countries.iter().position(|(_, item)| *item == clicked)
    }

    pub(super) fn activate(&mut self, active: usize) {
        self.deactivate();
        self.active = active;
        let id = self.active_item().map(|item| {
            let _ = item.set_attribute(ACTIVE, "");
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            item.scroll_into_view_with_scroll_into_view_options(&options);
            item.id()
        });
        // Empty: none is active.
        let _ = self.search.set_attribute("aria-activedescendant", &id.unwrap_or_default());
    }

    fn deactivate(&self) {
        if let Some(item) = self.active_item() {
            let _ = item.remove_attribute(ACTIVE);
        }
    }

    fn active_item(&self) -> Option<&Element> {
        self.countries.get(*self.found.get(self.active)?).map(|(_, item)| item)
    }

    /// The place in the select of the country to change to, for a number as it is typed.
    pub(super) fn place_of_number(&mut self, typed: &str) -> Option<usize> {
        self.read();
        let calling_codes = self.countries.iter().map(|(country, _)| country.calling_code.as_str());
        country_of_number(typed, calling_codes, self.chosen())
    }

    fn chosen(&self) -> usize {
        self.select.selected_index() as usize
    }

    fn read(&mut self) {
        // The server rendered one option as the pattern for all.
        let Some(pattern) = self.list.first_element_child().filter(|_| self.countries.is_empty()) else { return };
        for place in 0..self.select.length() {
            if let Some(country) = self.select.item(place).and_then(|option| country(&option, &pattern, place)) {
                self.countries.push(country);
            }
        }
    }
}

/// From `<option value="DE" data-also="Deutschland">Germany 🇩🇪 +49</option>`.
fn country(option: &Element, pattern: &Element, place: u32) -> Option<(Searchable, Element)> {
    let text = option.text_content()?;
    let (rest, calling_code) = split_at_last_space(&text)?;
    let (name, flag) = split_at_last_space(rest)?;

    let item: Element = pattern.clone_node_with_deep(true).ok()?.unchecked_into();
    let mut id = String::from("country-");
    id.push_str(&place.to_string());
    item.set_id(&id);
    let mut part = item.first_element_child();
    for text in [flag, name, calling_code] {
        let here = part?;
        here.set_text_content(Some(text));
        part = here.next_element_sibling();
    }

    let mut names = name.to_owned();
    if let Some(also) = option.get_attribute("data-also") {
        names.push(',');
        names.push_str(&also);
    }
    let searchable = Searchable {
        code: option.get_attribute("value")?.to_ascii_lowercase(),
        calling_code: calling_code.get(1..)?.to_owned(),
        names: folded(&names),
    };
    Some((searchable, item))
}

fn split_at_last_space(text: &str) -> Option<(&str, &str)> {
    let space = text.bytes().rposition(|byte| byte == b' ')?;
    text.get(..space).zip(text.get(space + 1..))
}

/// The browser has the Unicode tables.
fn folded(text: &str) -> String {
    simplified(&String::from(JsString::from(text).normalize("NFD").to_lower_case()))
}
