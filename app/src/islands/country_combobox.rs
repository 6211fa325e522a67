//! The searchable list of countries, over the markup and the options that the server rendered.
//!
//! The focus stays in the search field while the list is open; the option that Enter takes is its
//! `aria-activedescendant`. <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, Node};

use super::{
    country_list::CountryList,
    country_match::country_of_number,
    listen::{listen, listen_once},
};

/// Takes over from the select, at once or when the person is done with it.
pub(super) fn enhance() {
    let Some(combobox) = Combobox::find().map(Rc::new) else { return };
    let select = combobox.select.clone();
    if document().active_element().as_ref() == Some(select.as_ref()) {
        listen_once(&select, "blur", move |_| combobox.take_over());
    } else {
        combobox.take_over();
    }
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
        Some(Self {
            root: document().query_selector("[data-country]").ok().flatten()?,
            select: find("country")?.unchecked_into(),
            button: find("country-button")?.unchecked_into(),
            popup: find("country-popup")?.unchecked_into(),
            search: find("country-search")?.unchecked_into(),
            list: RefCell::new(CountryList::find()?),
        })
    }

    fn take_over(self: Rc<Self>) {
        self.show_chosen();
        self.select.set_hidden(true);
        self.button.set_hidden(false);
        if let Ok(Some(label)) = document().query_selector("#country-label") {
            let _ = label.set_attribute("for", "country-button");
        }
        self.on(&self.button, "click", |it, _| if it.is_open() { it.close() } else { it.open() });
        self.on(&self.button, "keydown", Self::on_button_key);
        // Without the focus going to the button and back.
        self.on(&self.button, "mousedown", |it, event| {
            if it.is_open() {
                event.prevent_default()
            }
        });
        self.on(&self.search, "input", |it, _| it.list.borrow_mut().filter(&it.search));
        self.on(&self.search, "keydown", Self::on_search_key);
        self.on(&self.popup, "mousedown", |it, event| {
            if event.target().as_ref() != Some(it.search.as_ref()) {
                event.prevent_default();
            }
        });
        self.on(&self.popup, "click", |it, event| {
            if let Some(place) = CountryList::place_of(&event) {
                it.choose(place);
            }
        });
        self.on(&self.popup, "focusout", |it, event| {
            let to = event.unchecked_into::<FocusEvent>().related_target();
            if !it.root.contains(to.as_ref().map(JsCast::unchecked_ref::<Node>)) {
                it.hide();
            }
        });
        // The browser fills in forms, too, and brings back what was chosen when a page is restored.
        self.on(&self.select, "change", |it, _| it.show_chosen());
        self.on(&window(), "pageshow", |it, _| it.show_chosen());
        if let Some(number) = document().get_element_by_id("number") {
            self.on(&number, "input", |it, event| it.follow(&event));
        }
    }

    fn on(self: &Rc<Self>, target: &web_sys::EventTarget, event: &str, handler: impl Fn(&Self, Event) + 'static) {
        let this = Rc::clone(self);
        listen(target, event, move |event| handler(&this, event));
    }

    fn is_open(&self) -> bool {
        !self.popup.hidden()
    }

    fn open(&self) {
        self.popup.set_hidden(false);
        let _ = self.button.set_attribute("aria-expanded", "true");
        self.search.set_value("");
        self.list.borrow_mut().open(&self.select, &self.search);
        let _ = self.search.focus();
    }

    fn hide(&self) {
        self.popup.set_hidden(true);
        let _ = self.button.set_attribute("aria-expanded", "false");
    }

    fn close(&self) {
        let _ = self.button.focus();
        self.hide();
    }

    fn choose(&self, place: u32) {
        self.select.set_selected_index(place.cast_signed());
        self.show_chosen();
        if self.is_open() {
            self.close();
        }
    }

    fn show_chosen(&self) {
        let chosen = self.select.item(self.select.selected_index().cast_unsigned());
        self.button.set_text_content(chosen.and_then(|chosen| chosen.text_content()).as_deref());
    }

    /// As in a select: the arrows open it, and a letter begins the search.
    fn on_button_key(&self, event: Event) {
        let event: KeyboardEvent = event.unchecked_into();
        let key = event.key();
        let opens = key == "ArrowDown" || key == "ArrowUp";
        let types =
            key.chars().count() == 1 && key != " " && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if opens {
            event.prevent_default();
        }
        if (opens || types) && !self.is_open() {
            self.open();
        }
    }

    fn on_search_key(&self, event: Event) {
        let event: KeyboardEvent = event.unchecked_into();
        if event.is_composing() {
            return;
        }
        let mut list = self.list.borrow_mut();
        let last = list.last();
        let active = list.active();
        match event.key().as_str() {
            "ArrowDown" => list.activate(if active < last { active + 1 } else { 0 }, &self.search),
            "ArrowUp" => list.activate(active.checked_sub(1).unwrap_or(last), &self.search),
            "PageDown" => list.activate(last.min(active + 8), &self.search),
            "PageUp" => list.activate(active.saturating_sub(8), &self.search),
            "Home" => list.activate(0, &self.search),
            "End" => list.activate(last, &self.search),
            "Enter" => {
                let place = list.active_place();
                drop(list);
                if let Some(place) = place {
                    self.choose(place);
                }
            }
            "Escape" => {
                drop(list);
                self.close();
            }
            _ => return,
        }
        // Enter would send the form.
        event.prevent_default();
    }

    /// Shows the country of a number that is typed with its country code. The number stays as it is typed.
    fn follow(&self, event: &Event) {
        let Some(number) = event.target() else { return };
        let mut list = self.list.borrow_mut();
        let chosen = self.select.selected_index().cast_unsigned();
        let calling_codes = list.calling_codes(&self.select);
        let typed = number.unchecked_into::<HtmlInputElement>().value();
        let place =
            country_of_number(&typed, &calling_codes, chosen as usize).and_then(|place| u32::try_from(place).ok());
        if let Some(place) = place {
            self.choose(place);
        }
    }
}
