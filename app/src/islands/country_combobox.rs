//! The searchable list of countries, over the markup and the options that the server rendered.
//!
//! The focus stays in the search field while the list is open; the option that Enter takes is its
//! `aria-activedescendant`. <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>

use std::{
    cell::{RefCell, RefMut},
    rc::Rc,
};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, Node};

use super::{
    callback::{add, callback, listen},
    country_list::CountryList,
};

/// How far Page Up and Page Down go.
const PAGE: usize = 6;

/// Takes over from the select: at once, or when a person who is already choosing is done.
pub(super) fn enhance() {
    let Some(combobox) = Combobox::find().map(Rc::new) else { return };
    let select = combobox.select.clone();
    if document().active_element().as_ref() != Some(select.as_ref()) {
        combobox.take_over();
        return;
    }
    listen(&select, "blur", move |_| {
        if !combobox.select.hidden() {
            Rc::clone(&combobox).take_over();
        }
    });
}

struct Combobox {
    root: Element,
    select: HtmlSelectElement,
    button: HtmlElement,
    popup: HtmlElement,
    search: HtmlInputElement,
    list: RefCell<CountryList>,
}

impl Combobox {
    fn find() -> Option<Self> {
        let find = |id| document().get_element_by_id(id);
        let select = find("country")?.unchecked_into();
        let search = find("country-search")?.unchecked_into();
        Some(Self {
            root: document().query_selector("[data-country]").ok().flatten()?,
            button: find("country-button")?.unchecked_into(),
            popup: find("country-popup")?.unchecked_into(),
            list: RefCell::new(CountryList::find(&select, &search)?),
            select,
            search,
        })
    }

    fn take_over(self: Rc<Self>) {
        self.show_chosen();
        self.select.set_hidden(true);
        self.button.set_hidden(false);
        let find = |id| document().get_element_by_id(id);
        if let Some(label) = find("country-label") {
            let _ = label.set_attribute("for", "country-button");
        }
        let this = Rc::clone(&self);
        let hear = callback(move |event| this.hear(event.unchecked_into()));
        for event in ["click", "keydown", "mousedown", "input", "focusout", "change"] {
            add(&self.root, event, &hear);
        }
        if let Some(number) = find("number") {
            add(&number, "input", &hear);
        }
        // A page that is restored has the choice it had.
        listen(&window(), "pageshow", move |_| self.show_chosen());
    }

    /// All events: of the country field, and what is typed into the number field.
    fn hear(&self, event: Event) {
        let Some(target) = event.target().map(JsCast::unchecked_into::<Element>) else { return };
        match (event.type_().as_str(), target.id().as_str()) {
            ("click", "country-button") if self.is_open() => self.close(),
            ("click", "country-button") => self.open(),
            ("click", _) => {
                let place = self.list().place_of(&target);
                self.choose(place);
            }
            ("keydown", "country-button") => self.on_button_key(event.unchecked_into()),
            ("keydown", _) => self.on_search_key(event.unchecked_into()),
            ("input", "country-search") => self.list().filter(),
            ("input", "number") => {
                let typed = target.unchecked_into::<HtmlInputElement>().value();
                let place = self.list().place_of_number(&typed);
                self.choose(place);
            }
            // The focus stays in the search field, whatever is pressed around it.
            ("mousedown", id) if self.is_open() && id != "country-search" => event.prevent_default(),
            ("focusout", _) => {
                let to = event.unchecked_into::<FocusEvent>().related_target();
                if !self.root.contains(to.as_ref().map(JsCast::unchecked_ref::<Node>)) {
                    self.set_open(false);
                }
            }
            // The browser fills in forms, too.
            ("change", _) => self.show_chosen(),
            _ => {}
        }
    }

    fn list(&self) -> RefMut<'_, CountryList> {
        self.list.borrow_mut()
    }

    fn is_open(&self) -> bool {
        !self.popup.hidden()
    }

    fn set_open(&self, open: bool) {
        self.popup.set_hidden(!open);
        let _ = self.button.set_attribute("aria-expanded", if open { "true" } else { "false" });
    }

    fn open(&self) {
        self.set_open(true);
        self.search.set_value("");
        self.list().open();
        let _ = self.search.focus();
    }

    fn close(&self) {
        let _ = self.button.focus();
        self.set_open(false);
    }

    fn choose(&self, place: Option<usize>) {
        let Some(place) = place else { return };
        self.select.set_selected_index(place as i32);
        self.show_chosen();
        if self.is_open() {
            self.close();
        }
    }

    fn show_chosen(&self) {
        let chosen = self.select.item(self.select.selected_index() as u32);
        self.button.set_text_content(chosen.and_then(|chosen| chosen.text_content()).as_deref());
    }

    /// As in a select: the arrows open it, and a letter begins the search.
    fn on_button_key(&self, event: KeyboardEvent) {
        let key = event.key();
        let is_arrow = key == "ArrowDown" || key == "ArrowUp";
        let is_text = key != " " && key.chars().nth(1).is_none();
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if is_arrow {
            event.prevent_default();
        }
        if (is_arrow || is_text && !has_modifier) && !self.is_open() {
            self.open();
        }
    }

    fn on_search_key(&self, event: KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let (active, last) = (self.list().active(), self.list().last());
        let to = match event.key().as_str() {
            "ArrowDown" if active < last => active + 1,
            "ArrowDown" | "Home" => 0,
            "ArrowUp" if active > 0 => active - 1,
            "ArrowUp" | "End" => last,
            "PageDown" => last.min(active + PAGE),
            "PageUp" => active.saturating_sub(PAGE),
            "Enter" => {
                // It would send the form.
                event.prevent_default();
                let place = self.list().active_place();
                return self.choose(place);
            }
            "Escape" => return self.close(),
            _ => return,
        };
        event.prevent_default();
        self.list().activate(to);
    }
}
