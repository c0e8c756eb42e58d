// SPDX-License-Identifier: GPL-2.0-only
/** @file Answering an offer, stream by stream: take it or decline it, never leave one out. @rfc{3264,6} */
#include <algorithm>

#include "sdp/compose.h"
#include "sdp/match.h"
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** Whether who says this direction sends. */
bool sends(Direction direction)
{
    return direction == Direction::sendrecv || direction == Direction::sendonly;
}

/** Whether who says this direction receives. */
bool receives(Direction direction)
{
    return direction == Direction::sendrecv || direction == Direction::recvonly;
}

/** The direction that answers `theirs` when we want `ours`. @rfc{3264,6.1} */
Direction answered_direction(Direction theirs, Direction ours)
{
    bool send = sends(ours) && receives(theirs);
    bool receive = receives(ours) && sends(theirs);
    if (send)
        return receive ? Direction::sendrecv : Direction::sendonly;
    return receive ? Direction::recvonly : Direction::inactive;
}

/** The offered stream declined: its line with port 0, and nothing else. */
Stream declined(const Stream& offered)
{
    Stream stream;
    stream.kind = offered.kind;
    stream.media = offered.media;
    stream.profile = offered.profile;
    stream.other_formats = offered.other_formats;
    for (const auto& format : offered.formats)
        stream.formats.push_back(
            {.payload = format.payload, .encoding = {}, .rate = 0, .channels = 1, .parameters = {}});
    return stream;
}

/** What both sides can do, in our order. */
Chosen choose(const Stream& offered, const LocalStream& ours, bool one_codec)
{
    Chosen chosen;
    for (const auto& codec : ours.codecs) {
        const auto* format = find_format(offered.formats, codec);
        if (!format)
            continue;
        chosen.codecs.push_back({.codec = codec, .payload = format->payload, .parameters = format->parameters});
        if (one_codec)
            break;
    }
    if (ours.telephone_event && ours.kind == Kind::audio && !chosen.codecs.empty()) {
        if (const auto* events = find_telephone_event(offered.formats, chosen.codecs.front().codec.rate))
            chosen.telephone_event = telephone_events(events->payload, events->rate);
    }
    return chosen;
}

/** Whether the transport of a stream is one that we brought: of the same sort, and with keys that we can use. */
bool fits_transport(const Description& description, const Stream& offered, const LocalStream& ours)
{
    if (ours.kind == Kind::image)
        return same_name(offered.profile, profile_of(ours)) &&
               std::ranges::any_of(offered.other_formats, [](const auto& word) { return same_name(word, "t38"); });
    return offered.is_rtp() && keying_of_offer(offered, transport_of(description, offered), ours.protection);
}

/** Works through the offer's streams in their order. */
class Answerer {
public:
    /** Answers `offered` with what `local` brings; both are lent. */
    Answerer(const Description& offered, const Local& local)
        : offered_{offered}, local_{local}, taken_(local.streams.size())
    {}
    /** The answer. */
    Answer answer();

private:
    /** What we brought for a stream, when it is still to be had; null otherwise. */
    const LocalStream* brought_for(const Stream& offered);
    /** Takes a stream into the answer; false when there is nothing in common. */
    bool take(std::size_t index, const LocalStream& ours);

    const Description& offered_;
    const Local& local_;
    std::vector<bool> taken_;
    Answer made_;
};

const LocalStream* Answerer::brought_for(const Stream& offered)
{
    for (std::size_t i = 0; i < local_.streams.size(); ++i) {
        const auto& ours = local_.streams[i];
        if (!taken_[i] && ours.kind == offered.kind && ours.port != 0 && fits_transport(offered_, offered, ours))
            return &ours;
    }
    return nullptr;
}

bool Answerer::take(std::size_t index, const LocalStream& ours)
{
    const auto& theirs = offered_.streams[index];
    auto chosen = choose(theirs, ours, local_.one_codec);
    if (theirs.is_rtp() && chosen.codecs.empty())
        return false;
    auto stream = compose(ours, chosen, local_.compact);
    stream.media = theirs.media;
    stream.profile = theirs.profile;
    stream.direction = answered_direction(theirs.direction, ours.direction);
    made_.description.streams.push_back(std::move(stream));

    Agreed agreed;
    agreed.kind = ours.kind;
    agreed.remote = SocketAddress{offered_.address_of(theirs), theirs.port};
    if (chosen.telephone_event)
        agreed.telephone_event = chosen.telephone_event->payload;
    agreed.codecs = std::move(chosen.codecs);
    agreed.theirs = theirs.direction;
    agreed.ptime = theirs.ptime;
    agreed.index = index;
    agreed.profile = theirs.profile;
    agreed.transport = transport_of(offered_, theirs);
    agreed.keying = keying_of_offer(theirs, agreed.transport, ours.protection).value_or(Keying::none);
    made_.agreed.push_back(std::move(agreed));
    taken_[static_cast<std::size_t>(&ours - local_.streams.data())] = true;
    return true;
}

Answer Answerer::answer()
{
    made_.description = frame(local_);
    for (std::size_t i = 0; i < offered_.streams.size(); ++i) {
        const auto& theirs = offered_.streams[i];
        bool reachable = theirs.port && offered_.address_of(theirs).family() != IpAddress::Family::none;
        const auto* ours = reachable ? brought_for(theirs) : nullptr;
        if (!ours || !take(i, *ours))
            made_.description.streams.push_back(declined(theirs));
    }
    complete(made_.description, local_);
    return std::move(made_);
}

}  // namespace

Result<Answer> answer(const Description& offered, const Local& local)
{
    auto made = Answerer{offered, local}.answer();
    if (made.agreed.empty())
        return std::unexpected(Error{488, "Not acceptable here"});
    return made;
}

}  // namespace sipcore::sdp
