// SPDX-License-Identifier: GPL-2.0-only
/** @file The attributes of T.38. */
#include "sipcore/fax.h"

#include <algorithm>
#include <string>

#include "sdp/text.h"
#include "sipcore/letter_case.h"

namespace sipcore::sdp {
namespace {

/** Takes a number, when it is one. */
template <class Target>
void read_number(std::string_view value, Target& target)
{
    if (auto read = number<unsigned>(trimmed(value)))
        target = *read;
}

/** A flag: there, unless it says 0. */
bool read_flag(std::string_view value)
{
    return trimmed(value) != "0";
}

/** One attribute, and what it does to the parameters. */
struct Word {
    std::string_view name;                                ///< of the attribute
    void (*read)(std::string_view, FaxParameters&);       ///< takes its value
};

/** Those that are known. */
constexpr Word words[] = {
    {"T38FaxVersion", [](std::string_view value, FaxParameters& p) { read_number(value, p.version); }},
    {"T38MaxBitRate", [](std::string_view value, FaxParameters& p) { read_number(value, p.max_rate); }},
    {"T38FaxMaxRate", [](std::string_view value, FaxParameters& p) { read_number(value, p.max_rate); }},
    {"T38FaxMaxDatagram", [](std::string_view value, FaxParameters& p) { read_number(value, p.max_datagram); }},
    {"T38MaxDatagram", [](std::string_view value, FaxParameters& p) { read_number(value, p.max_datagram); }},
    {"T38FaxFillBitRemoval", [](std::string_view value, FaxParameters& p) { p.fill_bit_removal = read_flag(value); }},
    {"T38FaxTranscodingMMR", [](std::string_view value, FaxParameters& p) { p.transcoding_mmr = read_flag(value); }},
    {"T38FaxTranscodingJBIG", [](std::string_view value, FaxParameters& p) { p.transcoding_jbig = read_flag(value); }},
    {"T38FaxRateManagement",
     [](std::string_view value, FaxParameters& p) { p.local_tcf = same_name(trimmed(value), "localTCF"); }},
    {"T38FaxUdpEC",
     [](std::string_view value, FaxParameters& p) {
         auto word = trimmed(value);
         p.repair = same_name(word, "t38UDPFEC")          ? FaxRepair::fec
                    : same_name(word, "t38UDPRedundancy") ? FaxRepair::redundancy
                                                          : FaxRepair::none;
     }},
};

}  // namespace

const Stream* fax_of(const Description& description)
{
    for (const auto& stream : description.streams)
        if (stream.kind == Kind::image && stream.port && same_name(stream.profile, "udptl") &&
            std::ranges::any_of(stream.other_formats, [](const auto& word) { return same_name(word, "t38"); }))
            return &stream;
    return nullptr;
}

FaxParameters read_fax(const Stream& stream)
{
    FaxParameters parameters;
    for (const auto& attribute : stream.attributes) {
        auto known = std::ranges::find_if(words, [&](const Word& word) { return same_name(word.name, attribute.name); });
        if (known != std::end(words))
            known->read(attribute.value, parameters);
    }
    return parameters;
}

std::vector<Attribute> write_fax(const FaxParameters& parameters)
{
    std::vector<Attribute> attributes{{"T38FaxVersion", std::to_string(parameters.version)},
                                      {"T38MaxBitRate", std::to_string(parameters.max_rate)}};
    for (auto [name, on] : {std::pair{"T38FaxFillBitRemoval", parameters.fill_bit_removal},
                            std::pair{"T38FaxTranscodingMMR", parameters.transcoding_mmr},
                            std::pair{"T38FaxTranscodingJBIG", parameters.transcoding_jbig}})
        if (on)
            attributes.push_back({name, {}});
    attributes.push_back({"T38FaxRateManagement", parameters.local_tcf ? "localTCF" : "transferredTCF"});
    if (parameters.max_datagram)
        attributes.push_back({"T38FaxMaxDatagram", std::to_string(*parameters.max_datagram)});
    if (parameters.repair != FaxRepair::none)
        attributes.push_back({"T38FaxUdpEC", parameters.repair == FaxRepair::fec ? "t38UDPFEC" : "t38UDPRedundancy"});
    return attributes;
}

FaxParameters limited(FaxParameters ours, const FaxParameters& theirs)
{
    ours.version = std::min(ours.version, theirs.version);
    ours.fill_bit_removal = ours.fill_bit_removal && theirs.fill_bit_removal;
    ours.transcoding_mmr = ours.transcoding_mmr && theirs.transcoding_mmr;
    ours.transcoding_jbig = ours.transcoding_jbig && theirs.transcoding_jbig;
    ours.local_tcf = theirs.local_tcf;
    return ours;
}

}  // namespace sipcore::sdp
