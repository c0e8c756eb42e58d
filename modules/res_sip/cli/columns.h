// SPDX-License-Identifier: GPL-2.0-only
/** @file Cells of the tables that the console prints. Pure. */
#pragma once

#include <format>
#include <string>
#include <string_view>

namespace res_sip {

/** A cell of a width that text is cut to and filled up to, octets counted. */
inline std::string cell(std::string_view text, std::size_t width)
{
    std::string cell{text.substr(0, width)};
    cell.append(width - cell.size(), ' ');
    return cell;
}

/** A cell that is filled up, and never cut. */
inline std::string open_cell(std::string_view text, std::size_t width)
{
    std::string cell{text};
    if (cell.size() < width)
        cell.append(width - cell.size(), ' ');
    return cell;
}

}  // namespace res_sip
