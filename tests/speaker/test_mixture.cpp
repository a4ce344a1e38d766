// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting.h"

#include "runner.h"
#include "speaker/mixture.h"
#include "speaker/places.h"

#include <cmath>

using speaker::Matrix;
using speaker::Mixture;
using speaker::Statistics;
using speaker::Vector;

namespace {

//! Two Gaussians in one dimension: a third at 0 with variance 1, two thirds at 4 with variance 4.
Mixture twoBells()
{
    return Mixture(Vector{{1.0F / 3, 2.0F / 3}}, Matrix{{0.0F}, {4.0F}}, Matrix{{1.0F}, {4.0F}});
}

double density(double x, double mean, double variance)
{
    return std::exp(-(x - mean) * (x - mean) / (2 * variance)) / std::sqrt(2 * 3.141592653589793 * variance);
}

} // namespace

class TestMixture : public QObject
{
    Q_OBJECT

private slots:
    void likelihood();
    void farAwayStaysFinite();
    void statistics();
    void adaptation();
    void fitting();
};

void TestMixture::likelihood()
{
    const Mixture mixture = twoBells();
    const Matrix frames{{0.5F}, {3.0F}};
    double expected = 0;
    for (const double x : {0.5, 3.0})
        expected += std::log(density(x, 0, 1) / 3 + 2 * density(x, 4, 4) / 3) / 2;
    QVERIFY(std::abs(double(mixture.logLikelihood(frames, mixture.sharedTerm(frames))) - expected) < 1e-5);
}

void TestMixture::farAwayStaysFinite()
{
    const Mixture mixture = twoBells();
    const Matrix frames{{1e4F}, {-1e4F}};
    QVERIFY(std::isfinite(mixture.logLikelihood(frames, mixture.sharedTerm(frames))));
    QVERIFY(std::abs(mixture.statistics(frames).counts.sum() - 2) < 1e-5F);
}

void TestMixture::statistics()
{
    const Statistics result = twoBells().statistics(Matrix{{2.0F}});
    const double first = density(2, 0, 1) / 3;
    const double second = 2 * density(2, 4, 4) / 3;
    const double share = first / (first + second);
    QVERIFY(std::abs(double(result.counts[0]) - share) < 1e-5);
    QVERIFY(std::abs(double(result.counts[1]) - (1 - share)) < 1e-5);
    QVERIFY(std::abs(double(result.sums(0, 0)) - 2 * share) < 1e-5);
}

void TestMixture::adaptation()
{
    Statistics seen(2, 1);
    seen.counts[0] = 16; // as many as the relevance: half way
    seen.sums(0, 0) = 16 * 3.0F;
    const Mixture adapted = twoBells().adapted(seen, 16);
    QCOMPARE(adapted.means()(0, 0), 1.5F);
    QCOMPARE(adapted.means()(1, 0), 4.0F); // saw nothing, stays
    QCOMPARE(adapted.weights()[0], 1.0F / 3);
    QCOMPARE(adapted.variances()(0, 0), 1.0F);
}

void TestMixture::fitting()
{
    speaker::Dice dice(3);
    Matrix frames(9000, 1);
    for (Eigen::Index i = 0; i < frames.rows(); ++i)
        frames(i, 0) = i % 3 == 0 ? dice.normal() : 12 + 2 * dice.normal();
    const Mixture fitted = fitMixture(frames, 2, 12);
    const Eigen::Index low = fitted.means()(0, 0) < fitted.means()(1, 0) ? 0 : 1;
    QVERIFY(std::abs(fitted.means()(low, 0)) < 0.1F);
    QVERIFY(std::abs(fitted.means()(1 - low, 0) - 12) < 0.15F);
    QVERIFY(std::abs(fitted.weights()[low] - 1.0F / 3) < 0.01F);
    QVERIFY(std::abs(fitted.variances()(1 - low, 0) - 4) < 0.4F);
    QCOMPARE(fitMixture(frames, 2, 12).means(), fitted.means());
}

ROOM_TEST(TestMixture, QCoreApplication)
#include "test_mixture.moc"
