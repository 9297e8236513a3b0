//! Text in WordprocessingML: nothing in it can be taken for markup, and what XML can't hold is left out.

/// Appends a text; line ends and tabs become spaces.
pub fn push_text(xml: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' | '\r' | '\t' => xml.push(' '),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            sign => xml.push(sign),
        }
    }
}

/// Appends a paragraph of a style; `more` is what its properties say besides.
pub fn push_paragraph(xml: &mut String, style: &str, more: &str, text: &str) {
    xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"");
    xml.push_str(style);
    xml.push_str("\"/>");
    xml.push_str(more);
    xml.push_str("</w:pPr>");
    if !text.is_empty() {
        xml.push_str("<w:r><w:t xml:space=\"preserve\">");
        push_text(xml, text);
        xml.push_str("</w:t></w:r>");
    }
    xml.push_str("</w:p>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_never_markup_and_hold_no_control_characters() {
        let mut xml = String::new();
        push_text(&mut xml, "</w:t><b>\u{0}\u{8}\u{b}\u{1f}\u{85}\u{ffff} & \"Xã\"\n\tĐ");
        assert_eq!(xml, "&lt;/w:t&gt;&lt;b&gt; &amp; &quot;Xã&quot;  Đ");
    }
}
