// SPDX-License-Identifier: GPL-2.0-only
/** @file Dialog information: the body of lamps. @rfc{4235,4.1} */
#include <format>

#include "pubsub/bodies.h"

namespace sipcore::pubsub {

namespace {

/** One party of a ringing call. */
struct Shown {
    std::string display;  ///< for people
    std::string uri;      ///< for phones
};

/** A party as it may be shown. */
Shown shown(const HintParty& party, const std::string& domain)
{
    if (party.restricted)
        return {"anonymous", "sip:anonymous@anonymous.invalid"};
    return {party.name, party.number.empty() ? std::string{} : std::format("sip:{}@{}", party.number, domain)};
}

/** A party's element. */
std::string element(std::string_view name, const Shown& party)
{
    auto uri = xml_escape(party.uri);
    return std::format("<{0}>\n<identity display=\"{1}\">{2}</identity>\n<target uri=\"{2}\"/>\n</{0}>\n", name,
                       xml_escape(party.display), uri);
}

/** The dialog of an extension that rings, up to its state. */
std::string ringing_dialog(const BodyParts& parts)
{
    auto id = xml_escape(parts.extension);
    if (parts.ringing == NotifyRinging::no)
        return std::format("<dialog id=\"{}\">\n", id);
    if (parts.callerid == NotifyCallerId::no)
        return std::format("<dialog id=\"{}\" direction=\"recipient\">\n", id);
    Shown local{parts.extension, parts.watched_uri};
    auto remote = local;
    if (parts.state.call) {
        local = shown(parts.state.call->local, parts.domain);
        remote = shown(parts.state.call->remote, parts.domain);
    }
    auto tags = parts.tags ? std::format(" local-tag=\"{}\" remote-tag=\"{}\"", xml_escape(parts.watcher_tag),
                                         xml_escape(parts.our_tag))
                           : std::string{};
    return std::format("<dialog id=\"{}\" call-id=\"pickup-{}\"{} direction=\"recipient\">\n", id, xml_escape(parts.call_id), tags) +
           element("remote", remote) + element("local", local);
}

}  // namespace

std::string dialog_info(const BodyParts& parts)
{
    auto words = words_of(parts.state, parts.ringing);
    auto watched = xml_escape(parts.watched_uri);
    auto text = std::format("<?xml version=\"1.0\"?>\n<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"{}\" "
                            "state=\"full\" entity=\"{}\">\n",
                            parts.version, watched);
    text += words.dialog == "early" ? ringing_dialog(parts) : std::format("<dialog id=\"{}\">\n", xml_escape(parts.extension));
    text += std::format("<state>{}</state>\n", words.dialog);
    if (parts.state.on_hold && words.note == "On hold")
        text += std::format("<local>\n<target uri=\"{}\">\n<param pname=\"+sip.rendering\" pvalue=\"no\"/>\n</target>\n</local>\n",
                            watched);
    return text + "</dialog>\n</dialog-info>\n";
}

}  // namespace sipcore::pubsub
