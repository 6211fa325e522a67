//! The list of the country search: made of the select's options when it is first needed, then filtered and ordered.

use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::country_match::{RANKS, Searchable, rank, simplified};

/// The option's place in the select.
const PLACE: &str = "data-place";
const ACTIVE: &str = "data-active";

/// How much is seen above the chosen one (CSS pixels): two options and a little of a third.
const ABOVE: i32 = 100;

pub(super) struct CountryList {
    list: Element,
    none: HtmlElement,
    count: Element,
    /// In the order of the select.
    countries: Vec<(Searchable, Element)>,
    /// The places of those that are found.
    found: Vec<u32>,
    /// Which of these Enter takes.
    active: usize,
}

impl CountryList {
    pub(super) fn find() -> Option<Self> {
        let find = |id| document().get_element_by_id(id);
        Some(Self {
            list: find("country-list")?,
            none: find("country-none")?.unchecked_into(),
            count: find("country-count")?,
            countries: Vec::new(),
            found: Vec::new(),
            active: 0,
        })
    }

    /// Shows all, with the chosen one active.
    pub(super) fn open(&mut self, select: &HtmlSelectElement, search: &HtmlInputElement) {
        self.read(select);
        let chosen = select.selected_index().cast_unsigned();
        for (place, (_, item)) in (0..).zip(&self.countries) {
            let _ = item.set_attribute("aria-selected", if place == chosen { "true" } else { "false" });
        }
        self.show("");
        if let Some((_, item)) = self.countries.get(chosen as usize) {
            // Between others, so that it is seen that there are more.
            self.list.set_scroll_top(item.unchecked_ref::<HtmlElement>().offset_top() - ABOVE);
        }
        self.activate(chosen as usize, search);
    }

    /// Shows those that the search finds, with the best one active.
    pub(super) fn filter(&mut self, search: &HtmlInputElement) {
        self.show(&folded(&search.value()));
        self.activate(0, search);
        let count = self.found.len();
        let countries = if count == 1 { " country" } else { " countries" };
        self.count.set_text_content(Some(&[count.to_string().as_str(), countries].concat()));
    }

    fn show(&mut self, search: &str) {
        self.deactivate();
        self.list.set_text_content(None);
        self.found.clear();
        for wanted in RANKS {
            for (place, (country, item)) in (0..).zip(&self.countries) {
                if rank(country, search) == Some(wanted) {
                    let _ = self.list.append_child(item);
                    self.found.push(place);
                }
            }
        }
        self.none.set_hidden(!self.found.is_empty());
    }

    pub(super) fn last(&self) -> usize {
        self.found.len().saturating_sub(1)
    }

    pub(super) fn active(&self) -> usize {
        self.active
    }

    /// The place in the select of the active one.
    pub(super) fn active_place(&self) -> Option<u32> {
        self.found.get(self.active).copied()
    }

    /// The place in the select of the option that was clicked.
    pub(super) fn place_of(event: &Event) -> Option<u32> {
        let target: Element = event.target()?.unchecked_into();
        target.closest("[role=option]").ok()??.get_attribute(PLACE)?.parse().ok()
    }

    pub(super) fn activate(&mut self, active: usize, search: &HtmlInputElement) {
        self.deactivate();
        self.active = active;
        match self.active_item() {
            Some(item) => {
                let _ = item.set_attribute(ACTIVE, "");
                let _ = search.set_attribute("aria-activedescendant", &item.id());
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                item.scroll_into_view_with_scroll_into_view_options(&options);
            }
            None => {
                let _ = search.remove_attribute("aria-activedescendant");
            }
        }
    }

    fn deactivate(&self) {
        if let Some(item) = self.active_item() {
            let _ = item.remove_attribute(ACTIVE);
        }
    }

    fn active_item(&self) -> Option<&Element> {
        let place = *self.found.get(self.active)?;
        self.countries.get(place as usize).map(|(_, item)| item)
    }

    /// The calling codes of all, in the order of the select.
    pub(super) fn calling_codes(&mut self, select: &HtmlSelectElement) -> Vec<&str> {
        self.read(select);
        self.countries.iter().map(|(country, _)| country.calling_code.as_str()).collect()
    }

    fn read(&mut self, select: &HtmlSelectElement) {
        if self.countries.is_empty() {
            let options = (0..select.length()).filter_map(|place| select.item(place).zip(Some(place)));
            self.countries = options.filter_map(|(option, place)| country(&option, place)).collect();
        }
    }
}

/// From `<option value="DE" data-also="Deutschland">Germany 🇩🇪 +49</option>`.
fn country(option: &Element, place: u32) -> Option<(Searchable, Element)> {
    let text = option.text_content()?;
    let (rest, calling_code) = text.rsplit_once(" +")?;
    let (name, flag) = rest.rsplit_once(' ')?;
    let also = option.get_attribute("data-also").unwrap_or_default();
    let names = std::iter::once(name).chain(also.split(", ").filter(|name| !name.is_empty()));
    let searchable = Searchable {
        code: option.get_attribute("value")?.to_ascii_lowercase(),
        calling_code: calling_code.to_owned(),
        names: names.map(folded).collect(),
    };

    let item = document().create_element("li").ok()?;
    let place = place.to_string();
    for (attribute, value) in [
        ("id", ["country-", &place].concat().as_str()),
        ("role", "option"),
        (PLACE, &place),
        ("class", "country__option"),
    ] {
        let _ = item.set_attribute(attribute, value);
    }
    for (class, text) in
        [("country__flag", flag), ("country__name", name), ("country__code", &["+", calling_code].concat())]
    {
        let part = document().create_element("span").ok()?;
        let _ = part.set_attribute("class", class);
        part.set_text_content(Some(text));
        let _ = item.append_child(&part);
    }
    Some((searchable, item))
}

/// The browser has the Unicode tables.
fn folded(text: &str) -> String {
    simplified(&String::from(JsString::from(text).normalize("NFD").to_lower_case()))
}
