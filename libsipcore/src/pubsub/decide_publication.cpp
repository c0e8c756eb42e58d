// SPDX-License-Identifier: GPL-2.0-only
/** @file PUBLISH and its presence documents. */
#include "pubsub/decide_publication.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "pubsub/bodies.h"
#include "pubsub/xml_reader.h"
#include "sipcore/letter_case.h"

namespace sipcore::pubsub {

namespace {

/** The namespace of presence documents. */
constexpr std::string_view pidf_namespace = "urn:ietf:params:xml:ns:pidf";

/** A refusal for a document. */
std::unexpected<Error> bad()
{
    return std::unexpected{Error{400, "Bad Request"}};
}

/** Whether a media type is a presence document, whatever its parameters. */
bool is_pidf(std::string_view type)
{
    type = type.substr(0, type.find(';'));
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t'))
        type.remove_suffix(1);
    return same_name(type, "application/pidf+xml");
}

/** Whether a root element is that of a presence document. */
bool is_presence(const XmlElement& root)
{
    if (root.name != "presence" || !root.attribute("entity"))
        return false;
    auto declared = root.prefix.empty() ? "xmlns" : "xmlns:" + root.prefix;
    auto space = root.attribute(declared);
    return space && *space == pidf_namespace && !root.children.empty();
}

/** The status of a tuple; null when it has no id, or not exactly one. */
const XmlElement* status_of(const XmlElement& tuple)
{
    if (!tuple.attribute("id") || std::ranges::count(tuple.children, "status", &XmlElement::name) != 1)
        return nullptr;
    return tuple.child("status");
}

}  // namespace

Result<Publication> publication_of(const PublishRequest& request, const Lifetimes& bounds)
{
    Publication done{PublicationKind::initial, bounds.longest};
    if (!request.expires.empty()) {
        unsigned seconds = 0;
        auto [end, error] = std::from_chars(request.expires.data(), request.expires.data() + request.expires.size(), seconds);
        if (error != std::errc{} || end != request.expires.data() + request.expires.size())
            return bad();
        std::chrono::seconds asked{seconds};
        if (asked.count() > 0 && asked < std::min(bounds.shortest, bounds.longest))
            return std::unexpected{Error{423, "Interval too small"}};
        done.lifetime = std::min(asked, bounds.longest);
    }
    if (request.etag.empty() && request.body.empty())
        return bad();
    if (done.lifetime.count() == 0)
        done.kind = PublicationKind::remove;
    else if (!request.etag.empty())
        done.kind = request.body.empty() ? PublicationKind::refresh : PublicationKind::modify;
    return done;
}

Result<Availability> read_availability(std::string_view content_type, std::string_view body)
{
    if (!is_pidf(content_type))
        return bad();
    auto root = read_xml(body);
    if (!root || !is_presence(*root))
        return bad();
    const XmlElement* first = nullptr;
    for (const auto& each : root->children) {
        if (each.name != "tuple")
            continue;
        const auto* status = status_of(each);
        if (!status)
            return bad();
        if (!first)
            first = status;
    }
    const auto* basic = first ? first->child("basic") : nullptr;
    if (!basic || basic->text.empty())
        return bad();
    if (basic->text == "open")
        return Availability::open;
    return basic->text == "closed" ? Availability::closed : Availability::neither;
}

std::string availability_body(std::string_view entity, bool open)
{
    return std::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<presence xmlns=\"{}\" entity=\"{}\">\n"
                       "<tuple id=\"1\">\n"
                       "<status><basic>{}</basic></status>\n"
                       "</tuple>\n"
                       "</presence>\n",
                       pidf_namespace, xml_escape(entity), open ? "open" : "closed");
}

}  // namespace sipcore::pubsub
