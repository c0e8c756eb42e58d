// SPDX-License-Identifier: GPL-2.0-only
/** @file From values to the host's JSON. */
#include "ami/json.h"

#include <memory>
#include <new>

#include "pbx/asterisk.h"

namespace res_sip {

namespace {

using sipcore::Record;
using sipcore::Value;

/** Gives a reference to JSON back. */
struct Unreference {
    /** Does so. */
    void operator()(ast_json* json) const noexcept { ast_json_unref(json); }
};
/** A reference to JSON. */
using Json = std::unique_ptr<ast_json, Unreference>;

/** Takes over what was made. */
Json made(ast_json* json)
{
    if (!json)
        throw std::bad_alloc{};
    return Json{json};
}

/** A text with what is no UTF-8 replaced. */
std::string valid(const std::string& text)
{
    std::size_t size = 0;
    ast_utf8_replace_invalid_chars(nullptr, &size, text.data(), text.size());
    std::string replaced(size, '\0');
    ast_utf8_replace_invalid_chars(replaced.data(), &size, text.data(), text.size());
    replaced.resize(std::strlen(replaced.c_str()));
    return replaced;
}

/** Makes JSON of each kind of value. */
struct Maker {
    /** Nothing: null. */
    Json operator()(std::monostate) const { return made(ast_json_null()); }
    /** A truth. */
    Json operator()(bool truth) const { return made(ast_json_boolean(truth)); }
    /** A whole number. */
    Json operator()(std::int64_t number) const { return made(ast_json_integer_create(number)); }
    /** A fraction, or null where JSON has no way to say it. */
    Json operator()(double number) const { return made(std::isfinite(number) ? ast_json_real_create(number) : ast_json_null()); }
    /** A text. */
    Json operator()(const std::string& text) const { return made(ast_json_string_create(valid(text).c_str())); }
    /** An array. */
    Json operator()(const Value::List& list) const
    {
        auto array = made(ast_json_array_create());
        for (const auto& value : list) {
            if (ast_json_array_append(array.get(), std::visit(*this, value.any).release()))
                throw std::bad_alloc{};
        }
        return array;
    }
    /** An object. */
    Json operator()(const Record& record) const
    {
        auto object = made(ast_json_object_create());
        for (const auto& field : record) {
            if (ast_json_object_set(object.get(), field.name.c_str(), std::visit(*this, field.value.any).release()))
                throw std::bad_alloc{};
        }
        return object;
    }
};

}  // namespace

std::string json_of(const sipcore::Record& record)
{
    auto object = Maker{}(record);
    std::unique_ptr<char, decltype(&ast_json_free)> text{ast_json_dump_string_format(object.get(), AST_JSON_COMPACT), ast_json_free};
    if (!text)
        throw std::bad_alloc{};
    return text.get();
}

}  // namespace res_sip
