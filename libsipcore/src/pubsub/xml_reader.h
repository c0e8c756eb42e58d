// SPDX-License-Identifier: GPL-2.0-only
/** @file Small XML documents of strangers as values: elements, attributes, text. Bounded in depth and number; declarations of
 *  types, and so of entities, are refused. Pure. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sipcore::pubsub {

/** An element. */
struct XmlElement {
    std::string prefix;   ///< of its name; empty: none
    std::string name;     ///< without a prefix
    std::vector<std::pair<std::string, std::string>> attributes;  ///< as written
    std::vector<XmlElement> children;  ///< in order
    std::string text;     ///< between its tags, without blanks around it

    /** The value of an attribute, named with its prefix; nothing without one. */
    std::optional<std::string_view> attribute(std::string_view named) const;
    /** The first child of a name; null without one. */
    const XmlElement* child(std::string_view named) const;
};

/**
 * Reads a document.
 * @return its root; nothing when it is not well-formed, nests deeper than 16 elements, has more than 256 of them, or declares types
 * @threads any
 */
std::optional<XmlElement> read_xml(std::string_view document);

}  // namespace sipcore::pubsub
