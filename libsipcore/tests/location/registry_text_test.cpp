// SPDX-License-Identifier: GPL-2.0-only
/** @file The text that the host's database keeps of a binding. */
#include <gtest/gtest.h>

#include "sipcore/location.h"

namespace sipcore {
namespace {

/** The name of a row of a table of cases. */
struct RowName {
    /** The row's own `name`. */
    template <class Row>
    std::string operator()(const testing::TestParamInfo<Row>& row) const
    {
        return row.param.name;
    }
};

/** A binding as it is stored. */
StoredBinding stored(std::string_view address, int seconds, std::string user, std::string contact)
{
    return {*SocketAddress::parse(address, 0), std::chrono::seconds{seconds}, std::move(user), std::move(contact), {}, {}};
}

/** A text and the binding that it is. */
struct Text {
    const char* name;                    ///< of the row
    std::string text;                    ///< in the database
    std::optional<StoredBinding> means;  ///< what is read; nothing: not readable
};

/** Names a row in a failure. */
void PrintTo(const Text& row, std::ostream* to)
{
    *to << row.name;
}

/** Texts as they should be: written and read. */
class RegistryText : public testing::TestWithParam<Text> {};

TEST_P(RegistryText, IsWrittenAndRead)
{
    EXPECT_EQ(to_registry_text(*GetParam().means), GetParam().text);
    EXPECT_EQ(from_registry_text(GetParam().text), GetParam().means);
}

/** The rows of RegistryText. */
INSTANTIATE_TEST_SUITE_P(
    Texts, RegistryText,
    testing::Values(
        Text{"Ipv4", "192.0.2.40:5062:600:6001:sip:6001@192.0.2.40:5062;ob",
             stored("192.0.2.40:5062", 600, "6001", "sip:6001@192.0.2.40:5062;ob")},
        Text{"Ipv6", "[2001:db8::40]:5060:120:6002:sip:6002@[2001:db8::40]:5060",
             stored("[2001:db8::40]:5060", 120, "6002", "sip:6002@[2001:db8::40]:5060")},
        Text{"NoUser", "192.0.2.40:5062:600::sip:192.0.2.40", stored("192.0.2.40:5062", 600, "", "sip:192.0.2.40")},
        Text{"NoContact", "192.0.2.40:5062:600:6001:", stored("192.0.2.40:5062", 600, "6001", "")},
        Text{"NothingBehind", "192.0.2.40:5062:600::", stored("192.0.2.40:5062", 600, "", "")},
        Text{"Port0", "192.0.2.40:0:600:a:b", stored("192.0.2.40:0", 600, "a", "b")},
        Text{"LongContact", "192.0.2.40:5062:600:6001:sip:" + std::string(1000, 'x'),
             stored("192.0.2.40:5062", 600, "6001", "sip:" + std::string(1000, 'x'))},
        Text{"BracketsInTheUser", "192.0.2.40:5062:600:[x:sip:y", stored("192.0.2.40:5062", 600, "[x", "sip:y")},
        Text{"BracketsInTheContact", "192.0.2.40:5062:600:x:sip:[::1]:5060",
             stored("192.0.2.40:5062", 600, "x", "sip:[::1]:5060")}),
    RowName{});

/** Texts that are not as they should be. */
class OddRegistryText : public testing::TestWithParam<Text> {};

TEST_P(OddRegistryText, IsReadAsFarAsItGoes)
{
    EXPECT_EQ(from_registry_text(GetParam().text), GetParam().means);
}

/** The rows of OddRegistryText. */
INSTANTIATE_TEST_SUITE_P(
    Texts, OddRegistryText,
    testing::Values(
        Text{"ThreeFields", "192.0.2.40:5062:600", stored("192.0.2.40:5062", 600, "", "")},
        Text{"FourFields", "192.0.2.40:5062:600:6001", stored("192.0.2.40:5062", 600, "6001", "")},
        Text{"Blanks", " 192.0.2.40 : 5062 : 600 : 6001 : sip:x ", stored("192.0.2.40:5062", 600, "6001", "sip:x")},
        Text{"LineEnd", "192.0.2.40:5062:600:6001:sip:x\n", stored("192.0.2.40:5062", 600, "6001", "sip:x")},
        Text{"AngleBrackets", "192.0.2.40:5062:600:6001:<sip:x>", stored("192.0.2.40:5062", 600, "6001", "sip:x")},
        Text{"CutBehindTheSeconds", "192.0.2.40:5062:600:", stored("192.0.2.40:5062", 600, "", "")},
        Text{"SecondsNoNumber", "192.0.2.40:5062:x:6001:sip:x", stored("192.0.2.40:5062", 0, "6001", "sip:x")},
        Text{"SecondsEmpty", "192.0.2.40:5062::6001:sip:x", stored("192.0.2.40:5062", 0, "6001", "sip:x")},
        Text{"SecondsNegative", "192.0.2.40:5062:-60:6001:sip:x", stored("192.0.2.40:5062", 0, "6001", "sip:x")},
        Text{"SecondsHuge", "192.0.2.40:5062:99999999999999999999:6001:sip:x",
             stored("192.0.2.40:5062", 2147483647, "6001", "sip:x")},
        Text{"SecondsHugeNegative", "192.0.2.40:5062:-99999999999999999999:6001:sip:x",
             stored("192.0.2.40:5062", 0, "6001", "sip:x")},
        Text{"SecondsWithAUnit", "192.0.2.40:5062:60s:6001:sip:x", stored("192.0.2.40:5062", 0, "6001", "sip:x")},
        Text{"Nothing", "", {}}, Text{"Colons", "::::", {}}, Text{"OneField", "192.0.2.40", {}},
        Text{"TwoFields", "192.0.2.40:5062", {}}, Text{"NoAddress", ":5062:600:6001:sip:x", {}},
        Text{"AHostName", "example.com:5062:600:6001:sip:x", {}}, Text{"PortEmpty", "192.0.2.40::600:6001:sip:x", {}},
        Text{"PortNoNumber", "192.0.2.40:x:600:6001:sip:x", {}},
        Text{"PortTooHigh", "192.0.2.40:65536:600:6001:sip:x", {}},
        Text{"PortNegative", "192.0.2.40:-1:600:6001:sip:x", {}},
        Text{"Ipv6WithoutBrackets", "2001:db8::40:5060:120:6002:sip:x", {}},
        Text{"BracketNeverClosed", "[2001:db8::40:5060:120:6002:sip:x", {}},
        Text{"BracketsEmpty", "[]:5060:120:6002:sip:x", {}}, Text{"BracketsWithAName", "[.1]:5060:120:6002:sip:x", {}},
        Text{"Nul", std::string("192.0.2.40\0:1:2", 15), {}}),
    RowName{});

TEST(RegistryTextWriting, LeavesOutAUserThatCouldNotBeReadBack)
{
    EXPECT_EQ(to_registry_text(stored("192.0.2.1:5060", 60, "a:b", "sip:x")), "192.0.2.1:5060:60::sip:x");
}

TEST(RegistryTextWriting, KeepsToOneLine)
{
    EXPECT_EQ(to_registry_text(stored("192.0.2.1:5060", 60, "a\nb", "sip:x\r\ny\x7f")), "192.0.2.1:5060:60:ab:sip:xy");
}

TEST(RegistryTextReading, EndsWhereverATextIsCut)
{
    std::string_view text = "[2001:db8::40]:5060:120:6002:<sip:6002@[2001:db8::40]:5060>";
    for (std::size_t length = 0; length <= text.size(); ++length)
        EXPECT_EQ(from_registry_text(text.substr(0, length)).has_value(),
                  length >= std::string_view{"[2001:db8::40]:5060:"}.size())
            << length;
}

TEST(BindingLeft, CountsWholeSecondsOfTheAnsweredLifetime)
{
    Binding binding;
    Clock::Instant noon{std::chrono::hours{12}};
    binding.granted = std::chrono::seconds{60};
    binding.expires = noon + binding.granted;
    EXPECT_EQ(binding.left(noon).count(), 60);
    EXPECT_EQ(binding.left(noon + std::chrono::milliseconds{1}).count(), 59);
    EXPECT_EQ(binding.left(noon + std::chrono::seconds{60}).count(), 0);
    EXPECT_EQ(binding.left(noon + std::chrono::seconds{600}).count(), 0);
}

TEST(PathText, IsReadBackAsItWasWritten)  // reg-4-1 reg-4-12
{
    std::vector<std::string> path{"<sip:a@192.0.2.1:5070;lr;x=\",\">", "<sip:[2001:db8::1];lr>"};
    EXPECT_EQ(to_path_text(path), "<sip:a@192.0.2.1:5070;lr;x=\",\">,<sip:[2001:db8::1];lr>");
    EXPECT_EQ(from_path_text(to_path_text(path)), path);
    EXPECT_TRUE(from_path_text("").empty());
    EXPECT_TRUE(from_path_text(",,").empty());
    EXPECT_EQ(from_path_text(std::string(100, ',') + "<sip:x>").size(), 1U);
}

TEST(PathText, BeginsAtItsFirstHost)  // reg-4-12
{
    EXPECT_EQ(next_hop_of({"<sip:a@192.0.2.1:5070;lr>", "<sip:192.0.2.2>"}).text(), "192.0.2.1:5070");
    EXPECT_EQ(next_hop_of({"<sip:192.0.2.1>"}).text(), "192.0.2.1:5060");
    EXPECT_EQ(next_hop_of({"<sips:[2001:db8::1]>"}).text(), "[2001:db8::1]:5061");
    for (const char* nowhere : {"<sip:proxy.example.com>", "", "<", "tel:1", "<sip:>"})
        EXPECT_FALSE(next_hop_of({nowhere})) << nowhere;
    EXPECT_FALSE(next_hop_of({}));
}

}  // namespace
}  // namespace sipcore
