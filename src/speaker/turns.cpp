// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/turns.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <array>

namespace speaker {

namespace {

constexpr int mainAxes = 2;
constexpr int mostRounds = 8;

constexpr double changeCost = 0.3;  // as much as a cosine
constexpr double axisWeight = 0.15; // of a place on a main axis, measured in standard deviations, as a cosine

using Groups = std::vector<bool>;

Vector meanDirection(const Matrix &portraits, const Groups &groups, bool group)
{
    Vector sum = Vector::Zero(portraits.cols());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i] == group)
            sum += portraits.row(Eigen::Index(i)).transpose();
    }
    return sum.normalized();
}

double apartness(const Matrix &likenesses, const Groups &groups)
{
    double within = 0;
    double between = 0;
    double pairsWithin = 0;
    double pairsBetween = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto likeness = double(likenesses(Eigen::Index(i), Eigen::Index(j)));
            const bool isSame = groups[i] == groups[j];
            (isSame ? within : between) += likeness;
            ++(isSame ? pairsWithin : pairsBetween);
        }
    }
    return within / pairsWithin - between / pairsBetween;
}

} // namespace

std::vector<bool> course(const Vector &evidence)
{
    const auto count = std::size_t(evidence.size());
    std::array<double, 2> best{0, 0};
    std::vector<std::array<bool, 2>> isAfterChange(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::array<double, 2> before = best;
        for (const std::size_t group : {0U, 1U}) {
            const double changed = before[1 - group] - changeCost;
            isAfterChange[i][group] = i > 0 && changed > before[group];
            best[group] = (isAfterChange[i][group] ? changed : before[group]) +
                          (group == 1 ? 1 : -1) * double(evidence[Eigen::Index(i)]);
        }
    }
    std::vector<bool> result(count);
    bool group = best[1] > best[0];
    for (std::size_t i = count; i-- > 0;) {
        result[i] = group;
        group = group != isAfterChange[i][group];
    }
    return result;
}

double apartness(const std::vector<std::vector<float>> &portraits, int fewest)
{
    const auto count = Eigen::Index(portraits.size());
    if (count < std::max(2 * fewest, 3))
        return 0;
    Matrix all(count, Eigen::Index(portraits.front().size()));
    for (Eigen::Index i = 0; i < count; ++i)
        all.row(i) = Eigen::Map<const RowVector>(portraits[std::size_t(i)].data(), all.cols());
    const Matrix likenesses = all * all.transpose();
    const Matrix centred = all.rowwise() - all.colwise().mean();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> axes(centred * centred.transpose());

    double most = 0;
    for (int axis = 0; axis < mainAxes; ++axis) {
        const Vector places = axes.eigenvectors().col(count - 1 - axis) * std::sqrt(float(count));
        Groups groups = course(places * float(axisWeight));
        const auto isOver = [&] {
            const auto ones = std::count(groups.begin(), groups.end(), true);
            return std::min(ones, count - ones) < fewest;
        };
        for (int round = 0; round < mostRounds && !isOver(); ++round) {
            const Vector difference = meanDirection(all, groups, true) - meanDirection(all, groups, false);
            Groups next = course(all * difference);
            if (next == groups)
                break;
            groups = std::move(next);
        }
        if (!isOver())
            most = std::max(most, apartness(likenesses, groups));
    }
    return most;
}

} // namespace speaker
