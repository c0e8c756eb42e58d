// SPDX-License-Identifier: GPL-2.0-only
/** @file Presence: PIDF, and the older XPIDF that some phones want. @rfc{3863,4} @rfc{4480,3} */
#include <format>

#include "pubsub/bodies.h"

namespace sipcore::pubsub {

namespace {

/** The tuple in which Digium phones are told a presence state that somebody set. */
std::string digium_tuple(const HintState& state)
{
    return std::format("</tuple>\n<tuple id=\"digium-presence\">\n<status>\n<digium_presence type=\"{}\" subtype=\"{}\">{}"
                       "</digium_presence>\n</status>\n",
                       xml_escape(state.presence), xml_escape(state.presence_subtype), xml_escape(state.presence_message));
}

}  // namespace

std::string pidf(const BodyParts& parts)
{
    auto words = words_of(parts.state, parts.ringing);
    bool open = words.activity == "busy" || words.open;
    auto text = std::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \n"
                            "xmlns:pp=\"urn:ietf:params:xml:ns:pidf:person\"\n"
                            "xmlns:es=\"urn:ietf:params:xml:ns:pidf:rpid:status:rpid-status\"\n"
                            "xmlns:ep=\"urn:ietf:params:xml:ns:pidf:rpid:rpid-person\"\n"
                            "entity=\"{}\">\n<pp:person><status>\n",
                            xml_escape(parts.watcher_uri));
    if (!words.activity.empty())
        text += std::format("<ep:activities><ep:{}/></ep:activities>\n", words.activity);
    text += std::format("</status></pp:person>\n<note>{}</note>\n<tuple id=\"{}\">\n<contact priority=\"1\">{}</contact>\n"
                        "<status><basic>{}</basic></status>\n",
                        words.note, xml_escape(parts.extension), xml_escape(parts.watched_uri), open ? "open" : "closed");
    if (parts.digium && !parts.state.presence.empty())
        text += digium_tuple(parts.state);
    return text + "</tuple>\n</presence>\n";
}

std::string xpidf(const BodyParts& parts)
{
    auto words = words_of(parts.state, parts.ringing);
    return std::format("<?xml version=\"1.0\"?>\n"
                       "<!DOCTYPE presence PUBLIC \"-//IETF//DTD RFCxxxx XPIDF 1.0//EN\" \"xpidf.dtd\">\n"
                       "<presence>\n<presentity uri=\"{};method=SUBSCRIBE\" />\n<atom id=\"{}\">\n"
                       "<address uri=\"{};user=ip\" priority=\"0.800000\">\n<status status=\"{}\" />\n"
                       "<msnsubstatus substatus=\"{}\" />\n</address>\n</atom>\n</presence>\n",
                       xml_escape(parts.watcher_uri), xml_escape(parts.extension), xml_escape(parts.watched_uri), words.status,
                       words.substatus);
}

}  // namespace sipcore::pubsub
