// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading small XML documents. */
#include "pubsub/xml_reader.h"

#include <algorithm>
#include <array>

namespace sipcore::pubsub {

namespace {

/** Depth of nesting that is followed. */
constexpr unsigned deepest = 16;
/** Elements of a document. */
constexpr unsigned most = 256;
/** What parts words. */
constexpr std::string_view blanks = " \t\r\n";

/** A document as it is read. */
class Reader {
public:
    /** Of a document. */
    explicit Reader(std::string_view text) : rest_{text} {}

    /** The root, with nothing but comments around it. */
    std::optional<XmlElement> document()
    {
        if (!skip_between())
            return std::nullopt;
        auto root = element(0);
        if (!root || !skip_between() || !rest_.empty())
            return std::nullopt;
        return root;
    }

private:
    /** Takes a text that stands next. */
    bool take(std::string_view text)
    {
        if (!rest_.starts_with(text))
            return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    /** Takes all up to a text, and that. */
    bool take_until(std::string_view text)
    {
        auto at = rest_.find(text);
        if (at == rest_.npos)
            return false;
        rest_.remove_prefix(at + text.size());
        return true;
    }
    /** Takes blanks. */
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }
    /** Takes blanks, comments and instructions. @return false when one of them does not end */
    bool skip_between()
    {
        for (;;) {
            skip_blanks();
            if (take("<!--")) {
                if (!take_until("-->"))
                    return false;
            } else if (take("<?")) {
                if (!take_until("?>"))
                    return false;
            } else {
                return true;
            }
        }
    }
    /** A name. */
    std::string_view name()
    {
        auto length = std::min(rest_.find_first_of(" \t\r\n<>/=\"'&"), rest_.size());
        auto word = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return word;
    }
    /** Attributes up to the end of a tag. */
    bool attributes(XmlElement& into)
    {
        for (;;) {
            skip_blanks();
            if (rest_.starts_with('>') || rest_.starts_with("/>"))
                return true;
            auto word = name();
            skip_blanks();
            if (word.empty() || !take("="))
                return false;
            skip_blanks();
            if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\''))
                return false;
            auto quote = rest_.substr(0, 1);
            rest_.remove_prefix(1);
            auto end = rest_.find(quote);
            if (end == rest_.npos || into.attributes.size() >= most)
                return false;
            into.attributes.emplace_back(word, unescaped(rest_.substr(0, end)));
            rest_.remove_prefix(end + 1);
        }
    }
    /** Text with the five entities undone; others stay. */
    static std::string unescaped(std::string_view text)
    {
        static constexpr std::array<std::pair<std::string_view, char>, 5> entities{
            {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
        std::string out;
        while (!text.empty()) {
            auto at = std::ranges::find_if(entities, [&](const auto& each) { return text.starts_with(each.first); });
            out += at == entities.end() ? text.front() : at->second;
            text.remove_prefix(at == entities.end() ? 1 : at->first.size());
        }
        return out;
    }
    /** What stands between the tags of an element. */
    bool content(XmlElement& into, unsigned depth)
    {
        std::string text;
        for (;;) {
            auto length = std::min(rest_.find('<'), rest_.size());
            text += unescaped(rest_.substr(0, length));
            rest_.remove_prefix(length);
            if (rest_.starts_with("</"))
                break;
            if (take("<![CDATA[")) {
                auto end = rest_.find("]]>");
                if (end == rest_.npos)
                    return false;
                text += rest_.substr(0, end);
                rest_.remove_prefix(end + 3);
                continue;
            }
            if (rest_.starts_with("<!--") || rest_.starts_with("<?")) {
                if (!skip_between())
                    return false;
                continue;
            }
            auto child = element(depth + 1);
            if (!child)
                return false;
            into.children.push_back(std::move(*child));
        }
        auto first = text.find_first_not_of(blanks);
        if (first != text.npos)
            into.text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
        return true;
    }
    /** An element. */
    std::optional<XmlElement> element(unsigned depth)
    {
        if (depth >= deepest || ++count_ > most || !take("<"))
            return std::nullopt;
        auto full = std::string{name()};
        if (full.empty() || full.front() == '!')
            return std::nullopt;
        XmlElement read;
        auto colon = full.find(':');
        read.prefix = colon == full.npos ? "" : full.substr(0, colon);
        read.name = colon == full.npos ? full : full.substr(colon + 1);
        if (!attributes(read))
            return std::nullopt;
        if (take("/>"))
            return read;
        if (!take(">") || !content(read, depth) || !take("</") || name() != full)
            return std::nullopt;
        skip_blanks();
        if (!take(">"))
            return std::nullopt;
        return read;
    }

    std::string_view rest_;
    unsigned count_ = 0;
};

}  // namespace

std::optional<std::string_view> XmlElement::attribute(std::string_view named) const
{
    auto at = std::ranges::find(attributes, named, [](const auto& each) -> std::string_view { return each.first; });
    return at == attributes.end() ? std::nullopt : std::optional<std::string_view>{at->second};
}

const XmlElement* XmlElement::child(std::string_view named) const
{
    auto at = std::ranges::find(children, named, &XmlElement::name);
    return at == children.end() ? nullptr : &*at;
}

std::optional<XmlElement> read_xml(std::string_view document)
{
    return Reader{document}.document();
}

}  // namespace sipcore::pubsub
