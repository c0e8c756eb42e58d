// SPDX-License-Identifier: GPL-2.0-only
/** @file Drawing ladders. */
#include "history/ladder.h"

#include <algorithm>
#include <ctime>
#include <format>

namespace res_sip {

namespace {

/** Characters from one column of the terminal to the next. */
constexpr std::size_t column_width = 34;
/** Characters before the first column. */
constexpr std::size_t margin = 24;
/** Distances in the picture. */
constexpr int between_columns = 300;
constexpr int left_of_columns = 180;  ///< where the times stand
constexpr int above_messages = 70;    ///< where the addresses stand
constexpr int between_messages = 34;  ///< from one arrow to the next

/** Who takes part, in the order in which they appear. */
class Columns {
public:
    /** Of a dialog. */
    explicit Columns(const NotedDialog& dialog)
    {
        for (const auto& message : dialog.messages) {
            place_of(from(message));
            place_of(to(message));
        }
    }
    /** Who sent a message. */
    static const sipcore::SocketAddress& from(const NotedMessage& message) { return message.sent ? message.local : message.remote; }
    /** Who received it. */
    static const sipcore::SocketAddress& to(const NotedMessage& message) { return message.sent ? message.remote : message.local; }
    /** The column of an address, which gets one when it has none. */
    std::size_t place_of(const sipcore::SocketAddress& address)
    {
        auto at = std::ranges::find(addresses_, address);
        if (at == addresses_.end())
            at = addresses_.insert(at, address);
        return static_cast<std::size_t>(at - addresses_.begin());
    }
    /** All of them. */
    const std::vector<sipcore::SocketAddress>& addresses() const { return addresses_; }

private:
    std::vector<sipcore::SocketAddress> addresses_;
};

/** What stands at an arrow: the method, or the status; whether there is a session description, and whether it is sent again. */
std::string label_of(const NotedMessage& message)
{
    bool response = message.first.starts_with("SIP/2.0 ");
    auto label = response ? message.first.substr(8) : message.first.substr(0, message.first.find(' '));
    std::ranges::replace_if(label, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    return std::format("{}{}{}", label, message.sdp ? " (SDP)" : "", message.again ? " again" : "");
}

/** A time of day, to milliseconds. */
std::string time_of(std::chrono::system_clock::time_point at)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    auto when = std::chrono::system_clock::to_time_t(seconds);
    std::tm parts{};
    localtime_r(&when, &parts);
    auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(at - seconds).count();
    return std::format("{:02}:{:02}:{:02}.{:03}", parts.tm_hour, parts.tm_min, parts.tm_sec, rest);
}

/** A line with the upright of each column. */
std::string uprights(std::size_t columns)
{
    std::string line(margin + (columns - 1) * column_width + 1, ' ');
    for (std::size_t i = 0; i < columns; ++i)
        line[margin + i * column_width] = '|';
    return line;
}

/** Text that may stand in markup. */
std::string escaped(std::string_view text)
{
    std::string out;
    for (char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f || static_cast<unsigned char>(c) >= 0x80 ? '?' : c;
        }
    }
    return out;
}

/** The x of a column in the picture. */
int x_of(std::size_t column)
{
    return left_of_columns + static_cast<int>(column) * between_columns;
}

}  // namespace

std::string ladder_text(const NotedDialog& dialog)
{
    Columns columns{dialog};
    auto count = columns.addresses().size();
    auto text = std::format("Call-ID: {}\n\n", dialog.call_id);
    if (count == 0)
        return text;
    std::string heads(margin, ' ');
    for (std::size_t i = 0; i < count; ++i) {
        auto name = columns.addresses()[i].text();
        auto middle = margin + i * column_width;
        auto start = middle > name.size() / 2 ? middle - name.size() / 2 : 0;
        heads.resize(std::max(heads.size(), start + name.size()), ' ');
        heads.replace(start, name.size(), name);
    }
    text += heads + "\n" + uprights(count) + "\n";
    for (const auto& message : dialog.messages) {
        auto from = columns.place_of(Columns::from(message));
        auto to = columns.place_of(Columns::to(message));
        auto line = uprights(count);
        auto time = time_of(message.at);
        line.replace(2, time.size(), time);
        auto left = margin + std::min(from, to) * column_width;
        auto width = std::max(from, to) * column_width + margin - left;
        if (width > 1) {
            auto label = label_of(message).substr(0, width - 7);
            auto shaft = std::format("-- {} ", label);
            shaft.resize(width - 2, '-');
            auto arrow = from < to ? shaft + ">" : "<" + shaft;
            line.replace(left + 1, width - 1, arrow);
        }
        text += line + "\n";
    }
    return text + uprights(count) + "\n";
}

std::string ladder_svg(const NotedDialog& dialog)
{
    Columns columns{dialog};
    auto count = std::max<std::size_t>(columns.addresses().size(), 1);
    auto width = x_of(count - 1) + left_of_columns;
    auto height = above_messages + (static_cast<int>(dialog.messages.size()) + 1) * between_messages;
    auto text = std::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
                            "font-family=\"sans-serif\" font-size=\"13\">\n<title>{2}</title>\n"
                            "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
                            "<text x=\"12\" y=\"22\" font-weight=\"bold\">Call-ID: {2}</text>\n",
                            width, height, escaped(dialog.call_id));
    for (std::size_t i = 0; i < columns.addresses().size(); ++i) {
        text += std::format("<text x=\"{0}\" y=\"48\" text-anchor=\"middle\">{3}</text>\n"
                            "<line x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{2}\" stroke=\"#888\"/>\n",
                            x_of(i), 56, height - 8, escaped(columns.addresses()[i].text()));
    }
    int y = above_messages + between_messages / 2;
    for (const auto& message : dialog.messages) {
        auto from = x_of(columns.place_of(Columns::from(message)));
        auto to = x_of(columns.place_of(Columns::to(message)));
        auto tip = from < to ? to - 8 : to + 8;
        text += std::format("<text x=\"12\" y=\"{1}\" fill=\"#555\">{0}</text>\n"
                            "<text x=\"{2}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>\n"
                            "<line x1=\"{5}\" y1=\"{6}\" x2=\"{7}\" y2=\"{6}\" stroke=\"#06c\"{8}/>\n"
                            "<polygon points=\"{7},{6} {9},{10} {9},{11}\" fill=\"#06c\"/>\n",
                            time_of(message.at), y + 4, (from + to) / 2, y - 5, escaped(label_of(message)), from, y, to,
                            message.again ? " stroke-dasharray=\"4\"" : "", tip, y - 4, y + 4);
        y += between_messages;
    }
    return text + "</svg>\n";
}

std::string ladder_html(const NotedDialog& dialog)
{
    return std::format("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n{}</html>\n",
                       escaped(dialog.call_id), ladder_svg(dialog));
}

}  // namespace res_sip
