// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cputimer.h"
#include "runner.h"
#include "sound/sound.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <random>

using audio::Extremes;
using audio::Overview;

class TestOverview : public QObject
{
    Q_OBJECT

private slots:
    void everyZoom_data();
    void everyZoom();
    void appendedInPieces();
    void outsideIsSilent();
    void hoursAreDrawnAtOnce();

private:
    static std::vector<qint16> dice(size_t length, unsigned seed = 1)
    {
        // Loud here and quiet there, so that neighbours differ.
        std::mt19937 random(seed);
        std::vector<qint16> samples(length);
        for (size_t i = 0; i < length; ++i)
            samples[i] = qint16(qint16(random() & 0xFFFF) >> ((i / 777) % 13));
        return samples;
    }

    static std::vector<Extremes> byForce(double from, double to, int columns, std::span<const qint16> samples)
    {
        std::vector<Extremes> result;
        const double width = (to - from) / columns;
        for (int column = 0; column < columns; ++column) {
            auto first = qint64(std::floor(from + column * width));
            auto end = std::max(first + 1, qint64(std::floor(from + (column + 1) * width)));
            if (width >= Overview::fine) { // whole steps
                first = qint64(std::floor(double(first) / Overview::step)) * Overview::step;
                end = (end + Overview::step - 1) / Overview::step * Overview::step;
            }
            first = std::max<qint64>(0, first);
            end = std::min(end, qint64(samples.size()));
            Extremes extremes;
            if (first < end) {
                const auto part = samples.subspan(size_t(first), size_t(end - first));
                extremes = {.low = *std::min_element(part.begin(), part.end()),
                            .high = *std::max_element(part.begin(), part.end())};
            }
            result.push_back(extremes);
        }
        return result;
    }
};

void TestOverview::everyZoom_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {1, 255, 256, 257, 5000, 65'536, 262'143, 1'000'001})
        QTest::addRow("%d samples", length) << length;
}

void TestOverview::everyZoom()
{
    QFETCH(int, length);
    const std::vector<qint16> samples = dice(size_t(length));
    Overview overview;
    overview.append(samples);
    QCOMPARE(overview.size(), qint64(length));
    std::mt19937 random(3);
    std::uniform_real_distribution<double> share;
    for (double width = 0.1; width < 2 * length; width *= 1.9) {
        const int columns = int(std::clamp(length / width, 1.0, 333.0));
        for (int i = 0; i < 4; ++i) {
            const double from = i == 0 ? 0 : std::max(0.0, length - width * columns) * share(random);
            const double to = from + width * columns;
            QCOMPARE(overview.columns(from, to, columns, samples), byForce(from, to, columns, samples));
        }
    }
    const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
    QCOMPARE(overview.columns(0, length, 1, samples).front(), (Extremes{*low, *high}));
}

void TestOverview::appendedInPieces()
{
    const std::vector<qint16> samples = dice(300'000);
    Overview whole;
    whole.append(samples);
    Overview pieces;
    std::mt19937 random(9);
    for (size_t at = 0; at < samples.size();) {
        const size_t size = std::min<size_t>(random() % 1500, samples.size() - at);
        pieces.append(std::span(samples).subspan(at, size));
        at += size;
    }
    for (const int columns : {1, 20, 900, 4000})
        QCOMPARE(pieces.columns(0, 300'000, columns, samples), whole.columns(0, 300'000, columns, samples));
}

void TestOverview::outsideIsSilent()
{
    const std::vector<qint16> samples(1000, 7);
    Overview overview;
    QCOMPARE(overview.columns(0, 100, 3, {}), std::vector<Extremes>(3));
    overview.append(samples);
    const std::vector<Extremes> around = overview.columns(-1000, 2000, 3, samples);
    QCOMPARE(around, (std::vector<Extremes>{{}, {7, 7}, {}}));
    QVERIFY(overview.columns(0, 1000, 0, samples).empty());
    QCOMPARE(overview.columns(1e6, 1e9, 2, samples), std::vector<Extremes>(2));
}

// A frame at 60 a second has 16 ms, for everything.
void TestOverview::hoursAreDrawnAtOnce()
{
    std::vector<qint16> samples(size_t(3600) * 16'000); // an hour
    const std::vector<qint16> some = dice(1'000'000);
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = some[i % some.size()];
    // A busy computer may hold up a round: one of a few has to be in time.
    double whole = 10'000;
    double worst = 1000;
    for (int round = 0; round < 5 && (whole >= 1000 || worst >= 8); ++round) {
        Overview overview;
        CpuTimer timer;
        overview.append(samples);
        whole = std::min(whole, timer.milliseconds());
        double slowest = 0;
        for (double width = 1; width * 1500 < double(samples.size()); width *= 1.5) {
            timer.restart();
            const auto columns = overview.columns(0, width * 1500, 1500, samples);
            slowest = std::max(slowest, timer.milliseconds());
            QCOMPARE(columns.size(), size_t(1500));
        }
        worst = std::min(worst, slowest);
    }
    QVERIFY2(whole < 1000, qPrintable(QString::number(whole)));
    QVERIFY2(worst < 8, qPrintable(QString::number(worst)));
}

ROOM_TEST(TestOverview, QCoreApplication)
#include "test_overview.moc"
