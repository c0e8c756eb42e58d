// SPDX-License-Identifier: GPL-2.0-only
/** @file Offer and answer of one call. */
#include "media/negotiation.h"

#include <utility>

namespace chan_sip {
namespace {

/** Sets what fmtp says of each codec that was agreed on. */
void set_parameters(sipcore::sdp::Answer& answer, const ParametersOf& parameters)
{
    for (const auto& agreed : answer.agreed)
        for (const auto& joint : agreed.codecs)
            for (auto& format : answer.description.streams[agreed.index].formats)
                if (format.payload == joint.payload)
                    format.parameters = parameters(joint);
}

}  // namespace

Negotiation::Negotiation(DescriptionOwner owner) : owner_{std::move(owner)}, next_version_{owner_.id} {}

sipcore::sdp::Description Negotiation::offer(std::vector<sipcore::sdp::LocalStream> streams)
{
    offered_ = local(std::move(streams));
    ++next_version_;
    sent_ = sipcore::sdp::offer(offered_);
    return *sent_;
}

sipcore::Result<std::vector<sipcore::sdp::Agreed>> Negotiation::settle(const sipcore::sdp::Description& answer)
{
    auto agreed = sipcore::sdp::settle(offered_, answer);
    if (agreed)
        received_ = answer;
    return agreed;
}

sipcore::Result<std::vector<sipcore::sdp::Agreed>> Negotiation::preview(
    const sipcore::sdp::Description& offered, std::vector<sipcore::sdp::LocalStream> streams) const
{
    constexpr std::uint16_t any_port = 9;   // discard: it only must not be 0
    for (auto& stream : streams)
        stream.port = any_port;
    auto whole = local(std::move(streams));
    whole.one_codec = false;    // which one it will be is decided when it is answered
    auto answer = sipcore::sdp::answer(offered, whole);
    if (!answer)
        return std::unexpected{answer.error()};
    return answer->agreed;
}

sipcore::Result<sipcore::sdp::Answer> Negotiation::answer(const sipcore::sdp::Description& offered,
                                                          std::vector<sipcore::sdp::LocalStream> streams,
                                                          const ParametersOf& parameters)
{
    auto answer = sipcore::sdp::answer(offered, local(std::move(streams)));
    if (!answer)
        return answer;
    if (parameters)
        set_parameters(*answer, parameters);
    ++next_version_;
    sent_ = answer->description;
    received_ = offered;
    return answer;
}

void Negotiation::complete(std::size_t index, const std::vector<sipcore::sdp::Attribute>& attributes)
{
    auto& stream = sent_->streams.at(index);
    stream.attributes.insert(stream.attributes.end(), attributes.begin(), attributes.end());
}

bool Negotiation::is_repeated(const sipcore::sdp::Description& offered) const
{
    return received_ && sent_ && offered.version <= received_->version && offered.id == received_->id &&
           offered.owner == received_->owner && offered.origin == received_->origin;
}

sipcore::sdp::Local Negotiation::local(std::vector<sipcore::sdp::LocalStream> streams) const
{
    return {
        .owner = owner_.owner,
        .session = owner_.session,
        .id = owner_.id,
        .version = next_version_,
        .origin = owner_.origin,
        .address = elsewhere_.value_or(owner_.address),
        .streams = std::move(streams),
        .one_codec = owner_.one_codec,
        .compact = owner_.compact,
        .call_bandwidth = owner_.call_bandwidth,
    };
}

}  // namespace chan_sip
