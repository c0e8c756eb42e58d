// SPDX-License-Identifier: GPL-2.0-only
/** @file Claims on methods. */
#include "stack/methods.h"

#include <algorithm>

namespace sipcore::stack {

/** Gives its rows back when it goes, and waits until nobody works for them. */
class MethodTable::Claim final : public MethodClaim {
public:
    /** For rows of this gate. */
    Claim(MethodTable& table, std::shared_ptr<std::shared_mutex> gate) : table_{table}, gate_{std::move(gate)} {}
    ~Claim() override
    {
        {
            std::lock_guard lock{table_.mutex_};
            auto rest = *table_.rows_;
            std::erase_if(rest, [this](const Row& row) { return row.gate == gate_; });
            table_.rows_ = std::make_shared<const std::vector<Row>>(std::move(rest));
        }
        std::unique_lock idle{*gate_};
    }

private:
    MethodTable& table_;
    std::shared_ptr<std::shared_mutex> gate_;
};

Outcome<std::unique_ptr<MethodClaim>> MethodTable::claim(std::vector<std::string> names, Guests guests, RequestHandler& handler)
{
    std::lock_guard lock{mutex_};
    auto rows = *rows_;
    auto gate = std::make_shared<std::shared_mutex>();
    for (auto& name : names) {
        if (std::ranges::any_of(rows, [&](const Row& row) { return row.name == name; }))
            return std::unexpected(Failure{name + " is answered by somebody else already"});
        rows.push_back({std::move(name), guests, &handler, gate});
    }
    rows_ = std::make_shared<const std::vector<Row>>(std::move(rows));
    return std::make_unique<Claim>(*this, std::move(gate));
}

std::vector<std::string> MethodTable::names() const
{
    std::lock_guard lock{mutex_};
    std::vector<std::string> names;
    for (const auto& row : *rows_)
        names.push_back(row.name);
    names.push_back("OPTIONS");
    return names;
}

std::optional<MethodTable::Row> MethodTable::find(std::string_view method) const
{
    std::shared_ptr<const std::vector<Row>> rows;
    {
        std::lock_guard lock{mutex_};
        rows = rows_;
    }
    auto at = std::ranges::find_if(*rows, [&](const Row& row) { return row.name == method; });
    return at == rows->end() ? std::nullopt : std::optional{*at};
}

std::string MethodTable::allow() const
{
    std::string text;
    for (const auto& name : names())
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace sipcore::stack
