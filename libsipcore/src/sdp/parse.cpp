// SPDX-License-Identifier: GPL-2.0-only
/** @file Reading a description line by line. What a line may say is taken with tolerance; how much of it there may be
 *  is bounded before anything is kept. Lines of unknown types are passed by. @rfc{4566,9} */

#include "sdp/media_lines.h"
#include "sdp/text.h"
#include "sipcore/letter_case.h"
#include "sipcore/sdp.h"

namespace sipcore::sdp {
namespace {

/** What is said at one level, session or stream, and has to wait until all lines are read. */
struct Level {
    std::size_t attributes = 0;          ///< a= lines so far
    std::optional<Direction> direction;  ///< the first direction said
};

/** Takes the lines of one description, in their order. */
class Reader {
public:
    /** Takes `value` of the line type `type`. */
    Result<void> take(char type, std::string_view value);
    /** What was read, when that is enough; nothing may be taken after it. */
    Result<Description> finish();

private:
    /** Takes a= of the session or of the stream that is being read. */
    Result<void> take_attribute(std::string_view value);
    /** Takes c= of the session or of the stream that is being read. */
    void take_connection(std::string_view value);
    /** Begins a stream with m=. */
    Result<void> take_media(std::string_view value);

    Description read_;
    bool has_origin_ = false;
    Level session_;
    std::vector<Level> streams_;
};

/** The refusal with that reason. */
std::unexpected<Error> refused(std::string reason)
{
    return std::unexpected(Error{488, std::move(reason)});
}

/** A number for a session id that is none: equal texts give equal numbers. */
std::uint64_t hashed(std::string_view text)
{
    std::uint64_t value = 14695981039346656037ULL;
    for (unsigned char octet : text)
        value = (value ^ octet) * 1099511628211ULL;
    return value;
}

/** Reads o= into `into`; false when user, id and version are not all there. @rfc{4566,5.2} */
bool read_origin(std::string_view value, Description& into)
{
    auto user = take_word(value);
    auto id = take_word(value);
    auto version = number<std::uint64_t>(take_word(value));
    if (user.empty() || id.empty() || !version)
        return false;
    into.owner = user;
    into.id = number<std::uint64_t>(id).value_or(hashed(id));
    into.version = *version;
    take_word(value);  // IN
    take_word(value);  // IP4 or IP6: the address says it itself
    into.origin = IpAddress::parse(take_word(value)).value_or(IpAddress{});
    return true;
}

Result<void> Reader::take(char type, std::string_view value)
{
    switch (type) {
    case 'o':
        if (!has_origin_)
            has_origin_ = read_origin(value, read_);
        break;
    case 's':
        if (streams_.empty() && !value.empty())
            read_.session = value;
        break;
    case 'c':
        take_connection(value);
        break;
    case 'b':
        if (streams_.empty() && begins_with_name(value, "CT:"))
            read_.call_bandwidth = number<unsigned>(trimmed(value.substr(3))).value_or(0);
        break;
    case 'm':
        return take_media(value);
    case 'a':
        return take_attribute(value);
    default:
        break;
    }
    return {};
}

void Reader::take_connection(std::string_view value)
{
    auto& address = streams_.empty() ? read_.address : read_.streams.back().address;
    auto& host = streams_.empty() ? read_.host : read_.streams.back().host;
    if (address.family() != IpAddress::Family::none || !host.empty())
        return;  // the first usable one counts
    auto connection = read_connection(value);
    address = connection.address;
    host = connection.host;
}

Result<void> Reader::take_media(std::string_view value)
{
    if (read_.streams.size() == max_streams)
        return refused("Too many streams in SDP");
    auto stream = read_media(value);
    if (!stream)
        return std::unexpected(stream.error());
    read_.streams.push_back(std::move(*stream));
    streams_.emplace_back();
    return {};
}

Result<void> Reader::take_attribute(std::string_view value)
{
    auto& level = streams_.empty() ? session_ : streams_.back();
    if (++level.attributes > max_attributes)
        return refused("Too many attributes in SDP");
    Attribute attribute;
    attribute.name = trimmed(take_until(value, ':'));
    attribute.value = trimmed(value);
    if (auto direction = read_direction(attribute.name)) {
        if (!level.direction)
            level.direction = direction;
    } else if (streams_.empty()) {
        read_.attributes.push_back(std::move(attribute));
    } else if (!apply_attribute(attribute, read_.streams.back())) {
        read_.streams.back().attributes.push_back(std::move(attribute));
    }
    return {};
}

Result<Description> Reader::finish()
{
    if (!has_origin_)
        return refused("No usable origin in SDP");
    if (read_.streams.empty())
        return refused("No media in SDP");
    for (std::size_t i = 0; i < streams_.size(); ++i) {
        auto& stream = read_.streams[i];
        stream.direction = streams_[i].direction.value_or(session_.direction.value_or(Direction::sendrecv));
        bool placed =
            read_.address_of(stream).family() != IpAddress::Family::none || !stream.host.empty() || !read_.host.empty();
        if (stream.port && !placed)
            return refused("No usable connection address in SDP");
    }
    return std::move(read_);
}

/** Cuts the first line off `rest`, at CR or LF. */
std::string_view take_line(std::string_view& rest)
{
    auto end = rest.find_first_of("\r\n");
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

/** Parts a line at its `=` and hands it to the reader; what has no such shape is passed by. */
Result<void> read_line(std::string_view line, Reader& reader)
{
    line = trimmed(line);
    auto type = trimmed(take_until(line, '='));
    if (type.size() != 1)
        return {};
    return reader.take(type.front(), trimmed(line));
}

}  // namespace

Result<Description> parse(std::string_view text)
{
    while (!text.empty() && text.back() == '\0')
        text.remove_suffix(1);  // some count the end of their string in
    if (text.size() > max_text)
        return refused("SDP too long");
    if (text.find('\0') != std::string_view::npos)
        return refused("NUL in SDP");
    Reader reader;
    while (!text.empty()) {
        if (auto taken = read_line(take_line(text), reader); !taken)
            return std::unexpected(taken.error());
    }
    return reader.finish();
}

}  // namespace sipcore::sdp
