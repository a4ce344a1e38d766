// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cputimer.h"
#include "desk/waveformview.h"
#include "runner.h"

#include <QPixmap>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

namespace {

constexpr int minutes = 60;
constexpr qint64 second = audio::speechRate;
constexpr int width = 1500;
constexpr double frameMs = 1000.0 / 60;

//! An hour of noise that swells and fades, written as a decoder would, block by block.
std::shared_ptr<const audio::Sound> anHour(const QString &folder)
{
    audio::SoundWriter writer(folder);
    quint32 dice = 1;
    for (int block = 0; block < minutes * 60; ++block) {
        QByteArray pcm(second * 2, Qt::Uninitialized);
        auto *samples = reinterpret_cast<qint16 *>(pcm.data());
        const double swell = std::abs(std::sin(block / 7.0)) * 0.5;
        for (qint64 i = 0; i < second; ++i) {
            dice = dice * 1'664'525 + 1'013'904'223;
            samples[i] = qint16(qint16(dice >> 16) * swell);
        }
        if (!writer.append(pcm))
            return nullptr;
    }
    const auto sound = writer.finish();
    return sound ? *sound : nullptr;
}

//! The times of frames, in ms.
class Frames
{
public:
    void paint(QWidget &widget)
    {
        const CpuTimer timer;
        widget.render(&m_canvas);
        m_times.push_back(timer.milliseconds());
    }
    double percentile(double share)
    {
        std::sort(m_times.begin(), m_times.end());
        return m_times[size_t(share * double(m_times.size() - 1))];
    }
    void tell(const char *what)
    {
        qInfo("%s, %d frames of %d x %d: p50 %.2f ms, p95 %.2f ms, longest %.2f ms", what,
              int(m_times.size()), m_canvas.width(), m_canvas.height(), percentile(0.5), percentile(0.95),
              percentile(1));
    }
    //! With room for whatever else a computer does while it runs tests.
    bool areSmooth() { return percentile(0.5) < frameMs && percentile(0.95) < 2 * frameMs; }
    explicit Frames(const QWidget &widget)
        : m_canvas(widget.size() * widget.devicePixelRatioF())
    {
        m_canvas.setDevicePixelRatio(widget.devicePixelRatioF());
    }

private:
    QPixmap m_canvas;
    std::vector<double> m_times;
};

} // namespace

class WaveformSpeedTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_sound = anHour(m_folder.path());
        QVERIFY(m_sound);
        QCOMPARE(m_sound->size(), minutes * 60 * second);
        m_view.resize(width, 240);
        m_view.show();
    }

    void overviewIsThereAtOnce()
    {
        const CpuTimer timer;
        m_view.waveform()->setSound(m_sound);
        const QPixmap picture = m_view.grab();
        const double ms = timer.milliseconds();
        qInfo("overview of %d minutes drawn after %.0f ms", minutes, ms);
        QVERIFY(!picture.isNull());
        QVERIFY2(ms < 1000, qPrintable(QString::number(ms)));
    }

    void zoomsSmoothly()
    {
        Waveform *wave = m_view.waveform();
        Frames frames(m_view);
        for (const double factor : {1.1, 1 / 1.1}) {
            for (int i = 0; i < 140; ++i) {
                wave->zoom(factor);
                frames.paint(m_view);
            }
        }
        frames.tell("zoom");
        QVERIFY2(frames.areSmooth(), qPrintable(QString::number(frames.percentile(0.95))));
    }

    void scrollsSmoothly_data()
    {
        QTest::addColumn<qint64>("shown");
        QTest::newRow("half an hour") << 1800 * second;
        QTest::newRow("a minute") << 60 * second;
        QTest::newRow("ten seconds") << 10 * second;
        QTest::newRow("a tenth of a second") << second / 10;
    }

    void scrollsSmoothly()
    {
        QFETCH(qint64, shown);
        Waveform *wave = m_view.waveform();
        Frames frames(m_view);
        for (int i = 0; i < 200; ++i) {
            const qint64 from = 600 * second + i * std::max<qint64>(1, shown / 150);
            wave->setView({from, from + shown});
            frames.paint(m_view);
        }
        frames.tell(
            qPrintable(QStringLiteral("scroll, %1 shown").arg(QLatin1String(QTest::currentDataTag()))));
        QVERIFY2(frames.areSmooth(), qPrintable(QString::number(frames.percentile(0.95))));
    }

    void playsCheaply()
    {
        Waveform *wave = m_view.waveform();
        wave->showAll();
        Frames zooming(*wave), playing(*wave);
        for (int i = 0; i < 50; ++i) {
            wave->zoom(i % 2 ? 0.5 : 2);
            zooming.paint(*wave);
        }
        for (int i = 0; i < 200; ++i) {
            wave->setPlayhead(i * 10 * second);
            playing.paint(*wave);
        }
        playing.tell("playhead");
        QVERIFY(playing.areSmooth());
        QVERIFY(playing.percentile(0.5) < zooming.percentile(0.5) / 2); // the picture is not drawn anew
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<const audio::Sound> m_sound;
    WaveformView m_view;
};

ROOM_TEST(WaveformSpeedTest, QApplication)
#include "test_waveformspeed.moc"
