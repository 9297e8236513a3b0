//! Texts for people, in Vietnamese and English.
