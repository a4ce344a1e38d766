// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waveformview.h"
#include "desk/wavescale.h"
#include "runner.h"
#include "style/theme.h"

#include <QAccessible>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

namespace {

constexpr qint64 second = audio::speechRate;

//! A tone of 100 Hz of \a amplitude (of full scale) from second \a from to \a to of \a length.
std::shared_ptr<const audio::Sound> toneWithin(double length, double from, double to, double amplitude = 0.5)
{
    std::vector<qint16> samples(size_t(length * second));
    for (size_t i = size_t(from * second); i < size_t(to * second); ++i)
        samples[i] = qint16(32'767 * amplitude * std::sin(2 * M_PI * 100 * double(i) / second));
    audio::Clip clip;
    clip.pcm = QByteArray(reinterpret_cast<const char *>(samples.data()),
                          qsizetype(samples.size() * sizeof(qint16)));
    return audio::Sound::of(clip);
}

//! A view of a minute of sound with a tone in its second half, 600 pixels wide.
struct Bench
{
    explicit Bench(double length = 60)
        : wave(view.waveform())
    {
        view.resize(600, 160);
        wave->setSound(toneWithin(length, length / 2, length));
        view.show();
        view.activateWindow();
        wave->setFocus();
    }
    double xOf(double seconds) const
    {
        const audio::Span shown = wave->view();
        return (seconds * second - double(shown.from)) / double(shown.size()) * wave->width();
    }
    QPoint at(double seconds) const { return {int(std::lround(xOf(seconds))), wave->height() / 2}; }
    void wheel(double seconds, QPoint turn, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        const QPointF where = at(seconds);
        QWheelEvent event(where, wave->mapToGlobal(where), {}, turn, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(wave, &event);
    }
    void drag(double from, double to) const
    {
        QTest::mousePress(wave, Qt::LeftButton, {}, at(from));
        QMouseEvent move(QEvent::MouseMove, at(to), wave->mapToGlobal(at(to)), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(wave, &move);
        QTest::mouseRelease(wave, Qt::LeftButton, {}, at(to));
    }
    QAccessibleInterface *reader() const { return QAccessible::queryAccessibleInterface(wave); }
    template <class T>
    T *find(const char *name) const
    {
        return view.findChild<T *>(QLatin1String(name));
    }

    WaveformView view;
    Waveform *wave;
};

bool isNear(qint64 sample, double seconds, double tolerance)
{
    return std::abs(double(sample) / second - seconds) <= tolerance;
}

//! How many pixels of column \a x are drawn with the curve.
int curveHeight(const QImage &image, int x)
{
    const QColor curve = theme::color(theme::Tone::Accent, QGuiApplication::palette());
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        count += image.pixelColor(x, y) == curve;
    return count;
}

} // namespace

class WaveformTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::apply(Settings::Theme::Light); }
    void ticksAreRoundAndApart();
    void timesReadWell_data();
    void timesReadWell();
    void drawsWhatIsHeard();
    void isSymmetrical();
    void marksClipping();
    void anEmptyOneSaysSo();
    void wheelZoomsAroundTheMouse();
    void wheelScrolls();
    void keysZoom();
    void keysMoveTheCursor();
    void keysSelect();
    void aClickSetsTheCursor();
    void aDragSelects();
    void anEdgeIsDragged();
    void aDragBeyondTheEndScrolls();
    void aDoubleClickSelectsWhatIsShown();
    void neverSelectsTooMuch();
    void selectionIsSeenWithoutColour();
    void thePlayheadTurnsThePage();
    void setByTheProgramItIsNotTheUsers();
    void isReadAsASlider();
    void readersAct();
    void buttonsAndScrollBar();
    void aNewSoundForgetsTheOld();
};

void WaveformTest::ticksAreRoundAndApart()
{
    for (double perPixel = 0.05; perPixel < 2e6; perPixel *= 1.37) {
        const qint64 distance = timeticks::distance(perPixel, 60);
        QVERIFY(double(distance) / perPixel >= 60);
        QVERIFY(double(distance) / perPixel <= 60 * 4 || distance == 16);
    }
    QCOMPARE(timeticks::distance(60.0 * second / 600, 60), 10 * second);
}

void WaveformTest::timesReadWell_data()
{
    QTest::addColumn<qint64>("sample");
    QTest::addColumn<qint64>("distance");
    QTest::addColumn<QString>("text");
    QTest::newRow("seconds") << 65 * second << second << QStringLiteral("1:05");
    QTest::newRow("hours") << 3725 * second << 60 * second << QStringLiteral("1:02:05");
    QTest::newRow("ms") << second + second / 200 << second / 1000 << QStringLiteral("0:01.005");
    QTest::newRow("tenths") << second * 5 / 2 << second / 2 << QStringLiteral("0:02.5");
    QTest::newRow("rounded up") << 60 * second - 100 << second / 10 << QStringLiteral("1:00.0");
}

void WaveformTest::timesReadWell()
{
    QFETCH(qint64, sample);
    QFETCH(qint64, distance);
    QTEST(timeticks::text(sample, distance), "text");
}

void WaveformTest::drawsWhatIsHeard()
{
    Bench bench;
    const QImage image = bench.wave->grab().toImage();
    QVERIFY(curveHeight(image, 150) <= 2); // silence
    const int loud = curveHeight(image, 450);
    QVERIFY2(loud > image.height() / 4, qPrintable(QString::number(loud)));
    bench.wave->setView({30 * second, 30 * second + second / 20}); // so near that single samples are joined
    QVERIFY(bench.wave->grab().toImage() != image);
}

void WaveformTest::isSymmetrical()
{
    Bench bench;
    const QImage image = bench.wave->grab().toImage();
    const QColor curve = theme::color(theme::Tone::Accent, QGuiApplication::palette());
    int top = -1, bottom = -1;
    for (int y = 0; y < image.height(); ++y) {
        if (image.pixelColor(450, y) == curve) {
            top = top < 0 ? y : top;
            bottom = y;
        }
    }
    const int waveTop = bench.wave->fontMetrics().height() + 7;
    const double middle = (waveTop + image.height()) / 2.0;
    QVERIFY(std::abs((top + bottom + 1) / 2.0 - middle) <= 1.5);
    // Half of full scale reaches half the way.
    QVERIFY(std::abs((bottom - top) - (image.height() - waveTop) / 2.0) <= 3);
}

void WaveformTest::marksClipping()
{
    Bench bench;
    const QColor problem = theme::color(theme::Tone::Problem, QGuiApplication::palette());
    const auto marks = [&] {
        const QImage image = bench.wave->grab().toImage();
        int count = 0;
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, bench.wave->fontMetrics().height() + 9) == problem;
        return count;
    };
    QCOMPARE(marks(), 0);
    bench.wave->setSound(toneWithin(60, 20, 40, 1));
    QVERIFY(marks() > 100);
}

void WaveformTest::anEmptyOneSaysSo()
{
    WaveformView view;
    Waveform *wave = view.waveform();
    view.resize(600, 160);
    view.show();
    const QImage empty = wave->grab().toImage();
    QCOMPARE(wave->valueText(), QStringLiteral("No sound"));
    QTest::keyClick(wave, Qt::Key_Right);
    QTest::keyClick(wave, Qt::Key_Plus);
    QTest::mouseClick(wave, Qt::LeftButton);
    QTest::mouseDClick(wave, Qt::LeftButton);
    wave->setSelection({0, 100});
    wave->setView({0, 100});
    wave->zoom(3);
    wave->setPlayhead(7);
    QVERIFY(wave->selection().isEmpty());
    QVERIFY(wave->view().isEmpty());
    QVERIFY(!view.findChild<QToolButton *>(QStringLiteral("zoomInButton"))->isEnabled());
    wave->setSound(toneWithin(1, 0, 1));
    QVERIFY(wave->grab().toImage() != empty);
    wave->setSound(audio::Sound::of({}));
    QCOMPARE(wave->valueText(), QStringLiteral("No sound"));
    wave->setSound(nullptr);
    QCOMPARE(wave->valueText(), QStringLiteral("No sound"));
}

void WaveformTest::wheelZoomsAroundTheMouse()
{
    Bench bench;
    bench.wheel(20, {0, 120});
    QVERIFY(bench.wave->view().size() < 60 * second);
    QVERIFY(std::abs(bench.xOf(20) - 200) <= 1);
    for (int i = 0; i < 8; ++i)
        bench.wheel(20, {0, 120});
    QVERIFY(std::abs(bench.xOf(20) - 200) <= 1);
    for (int i = 0; i < 200; ++i)
        bench.wheel(20, {0, 120});
    QCOMPARE(bench.wave->view().size(), second / 100); // no further
    for (int i = 0; i < 300; ++i)
        bench.wheel(20, {0, -120});
    QCOMPARE(bench.wave->view(), (audio::Span{0, 60 * second}));
}

void WaveformTest::wheelScrolls()
{
    Bench bench;
    bench.wave->setView({20 * second, 40 * second});
    bench.wheel(30, {0, -120}, Qt::ControlModifier);
    QCOMPARE(bench.wave->view(), (audio::Span{22 * second, 42 * second}));
    bench.wheel(30, {0, 120}, Qt::ShiftModifier);
    QCOMPARE(bench.wave->view(), (audio::Span{20 * second, 40 * second}));
    bench.wheel(30, {-120, 10}); // a trackpad
    QCOMPARE(bench.wave->view(), (audio::Span{22 * second, 42 * second}));
    bench.wheel(30, {-120 * 100, 0});
    QCOMPARE(bench.wave->view(), (audio::Span{40 * second, 60 * second}));
}

void WaveformTest::keysZoom()
{
    Bench bench;
    bench.wave->setCursor(15 * second);
    QTest::keyClick(bench.wave, Qt::Key_Plus);
    QCOMPARE(bench.wave->view().size(), 40 * second);
    QVERIFY(isNear(bench.wave->view().from, 5, 0.01)); // the cursor stays where it was
    QTest::keyClick(bench.wave, Qt::Key_Minus);
    QCOMPARE(bench.wave->view(), (audio::Span{0, 60 * second}));
    QTest::keyClick(bench.wave, Qt::Key_Equal);
    QTest::keyClick(bench.wave, Qt::Key_Equal);
    QTest::keyClick(bench.wave, Qt::Key_0);
    QCOMPARE(bench.wave->view(), (audio::Span{0, 60 * second}));
}

void WaveformTest::keysMoveTheCursor()
{
    Bench bench;
    QSignalSpy moved(bench.wave, &Waveform::cursorPlaced);
    QTest::keyClick(bench.wave, Qt::Key_Right);
    const qint64 step = bench.wave->cursor();
    QVERIFY(step > 0 && step <= 2 * second);
    QTest::keyClick(bench.wave, Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(bench.wave->cursor(), 11 * step);
    QTest::keyClick(bench.wave, Qt::Key_Left);
    QCOMPARE(bench.wave->cursor(), 10 * step);
    QTest::keyClick(bench.wave, Qt::Key_End);
    QCOMPARE(bench.wave->cursor(), 60 * second);
    QCOMPARE(moved.count(), 4);
    QTest::keyClick(bench.wave, Qt::Key_End);
    QCOMPARE(moved.count(), 5); // placed anew: what plays begins there again
    QTest::keyClick(bench.wave, Qt::Key_Home);
    QCOMPARE(bench.wave->cursor(), 0);
    bench.wave->setView({0, 10 * second});
    QTest::keyClick(bench.wave, Qt::Key_End);
    QCOMPARE(bench.wave->view(), (audio::Span{50 * second, 60 * second})); // the cursor is seen
    QTest::keyClick(bench.wave, Qt::Key_PageUp);
    QCOMPARE(bench.wave->view(), (audio::Span{40 * second, 50 * second}));
}

void WaveformTest::keysSelect()
{
    Bench bench;
    QSignalSpy changed(bench.wave, &Waveform::selectionChanged);
    bench.wave->setCursor(30 * second);
    QTest::keyClick(bench.wave, Qt::Key_Right, Qt::ShiftModifier);
    const qint64 step = bench.wave->selection().size();
    QVERIFY(step > 0);
    QCOMPARE(bench.wave->selection().from, 30 * second);
    QTest::keyClick(bench.wave, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(bench.wave->selection(), (audio::Span{30 * second, 30 * second + 2 * step}));
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(bench.wave, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(bench.wave->selection(), (audio::Span{30 * second - step, 30 * second}));
    QCOMPARE(bench.wave->cursor(), 30 * second - step); // playing begins where the selection does
    QTest::keyClick(bench.wave, Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(bench.wave->selection(), (audio::Span{30 * second, 60 * second}));
    QTest::keyClick(bench.wave, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(bench.wave->selection(), (audio::Span{0, 60 * second}));
    QTest::keyClick(bench.wave, Qt::Key_Escape);
    QVERIFY(bench.wave->selection().isEmpty());
    QVERIFY(changed.count() >= 8);
    // The next Escape is the dialog's.
    QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
    escape.accept();
    QCoreApplication::sendEvent(bench.wave, &escape);
    QVERIFY(!escape.isAccepted());
}

void WaveformTest::aClickSetsTheCursor()
{
    Bench bench;
    QSignalSpy moved(bench.wave, &Waveform::cursorPlaced);
    bench.wave->setSelection({second, 2 * second});
    QTest::mouseClick(bench.wave, Qt::LeftButton, {}, bench.at(45));
    QVERIFY(isNear(bench.wave->cursor(), 45, 0.1));
    QVERIFY(bench.wave->selection().isEmpty());
    QCOMPARE(moved.count(), 1);
}

void WaveformTest::aDragSelects()
{
    Bench bench;
    QSignalSpy changed(bench.wave, &Waveform::selectionChanged);
    QSignalSpy placed(bench.wave, &Waveform::cursorPlaced);
    bench.drag(40, 10);
    QCOMPARE(placed.count(), 0); // what plays goes on
    QVERIFY(isNear(bench.wave->selection().from, 10, 0.1));
    QVERIFY(isNear(bench.wave->selection().to, 40, 0.1));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(bench.wave->cursor(), bench.wave->selection().from);
}

void WaveformTest::anEdgeIsDragged()
{
    Bench bench;
    bench.wave->setSelection({10 * second, 20 * second});
    bench.drag(20, 30);
    QCOMPARE(bench.wave->selection().from, 10 * second);
    QVERIFY(isNear(bench.wave->selection().to, 30, 0.1));
    bench.drag(10, 50); // beyond the other edge
    QVERIFY(isNear(bench.wave->selection().from, 30, 0.1));
    QVERIFY(isNear(bench.wave->selection().to, 50, 0.1));
}

void WaveformTest::aDragBeyondTheEndScrolls()
{
    Bench bench;
    bench.wave->setView({0, 10 * second});
    QTest::mousePress(bench.wave, Qt::LeftButton, {}, bench.at(5));
    const QPointF beyond(bench.wave->width() + 200, 50);
    QMouseEvent move(QEvent::MouseMove, beyond, bench.wave->mapToGlobal(beyond), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(bench.wave, &move);
    QTRY_VERIFY(bench.wave->selection().to > 15 * second);
    QTest::mouseRelease(bench.wave, Qt::LeftButton, {}, beyond.toPoint());
    const audio::Span view = bench.wave->view();
    QTest::qWait(100);
    QCOMPARE(bench.wave->view(), view);
}

void WaveformTest::aDoubleClickSelectsWhatIsShown()
{
    Bench bench;
    bench.wave->setView({20 * second, 30 * second});
    QTest::mouseDClick(bench.wave, Qt::LeftButton, {}, bench.at(25));
    QCOMPARE(bench.wave->selection(), (audio::Span{20 * second, 30 * second}));
}

void WaveformTest::neverSelectsTooMuch()
{
    Bench bench;
    bench.wave->setSelection({0, 50 * second});
    bench.wave->setLongestSelection(20 * second);
    QCOMPARE(bench.wave->selection(), (audio::Span{0, 20 * second}));
    QCOMPARE(bench.find<QLabel>("waveformTimes")->text(),
             QStringLiteral("Selected: 0:00.0 to 0:20.0, 0:20.0 long: more is not possible"));
    bench.drag(50, 10);
    QCOMPARE(bench.wave->selection().size(), 20 * second);
    QVERIFY(isNear(bench.wave->selection().to, 50, 0.1)); // from where the drag began
    QTest::keyClick(bench.wave, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(bench.wave->selection().size(), 20 * second);
    bench.wave->setLongestSelection(0);
    QTest::keyClick(bench.wave, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(bench.wave->selection().size(), 60 * second);
}

void WaveformTest::selectionIsSeenWithoutColour()
{
    Bench bench;
    const auto grey = [&] { return bench.wave->grab().toImage().convertToFormat(QImage::Format_Grayscale8); };
    const QImage before = grey();
    bench.wave->setSelection({10 * second, 20 * second});
    const QImage after = grey();
    const int row = before.height() / 2 + 20;
    for (const int edge : {100, 198})
        QVERIFY(std::abs(qGray(before.pixel(edge, row)) - qGray(after.pixel(edge, row))) > 100);
}

void WaveformTest::thePlayheadTurnsThePage()
{
    Bench bench;
    bench.wave->setView({0, 10 * second});
    bench.wave->setPlayhead(9 * second);
    QCOMPARE(bench.wave->view(), (audio::Span{0, 10 * second}));
    const QImage shown = bench.wave->grab().toImage();
    bench.wave->setPlayhead(10 * second + 100);
    QCOMPARE(bench.wave->view().from, 10 * second + 100);
    bench.wave->setView({40 * second, 50 * second}); // the user looks elsewhere
    bench.wave->setPlayhead(11 * second);
    QCOMPARE(bench.wave->view().from, 40 * second);
    bench.wave->setView({0, 10 * second});
    bench.wave->setPlayhead(-1);
    QVERIFY(bench.wave->grab().toImage() != shown);
}

void WaveformTest::setByTheProgramItIsNotTheUsers()
{
    Bench bench;
    QSignalSpy moved(bench.wave, &Waveform::cursorPlaced);
    bench.wave->setCursor(5 * second);
    bench.wave->setSelection({10 * second, 20 * second});
    bench.wave->setCursor(-5);
    QCOMPARE(bench.wave->cursor(), 0);
    bench.wave->setCursor(1'000'000'000'000);
    QCOMPARE(bench.wave->cursor(), 60 * second);
    QCOMPARE(moved.count(), 0);
}

void WaveformTest::isReadAsASlider()
{
    Bench bench;
    QAccessibleInterface *reader = bench.reader();
    QVERIFY(reader);
    QCOMPARE(reader->role(), QAccessible::Slider);
    QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Waveform"));
    QVERIFY(reader->state().focusable);
    QAccessibleValueInterface *value = reader->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->minimumValue().toDouble(), 0.0);
    QCOMPARE(value->maximumValue().toDouble(), 60.0);
    value->setCurrentValue(12.5);
    QCOMPARE(bench.wave->cursor(), second * 25 / 2);
    QCOMPARE(value->currentValue().toDouble(), 12.5);
    QCOMPARE(reader->text(QAccessible::Value),
             QStringLiteral("Cursor at 0:12.5; nothing is selected; All of 1:00.0 is shown."));
    bench.wave->setSelection({10 * second, 20 * second});
    QCOMPARE(value->currentValue().toDouble(), 20.0); // the edge that the keys move
    bench.wave->setView({0, 30 * second});
    QVERIFY(reader->text(QAccessible::Value)
                .contains(QStringLiteral("0:10.0 to 0:20.0 is selected, 0:10.0 long")));
    QVERIFY(reader->text(QAccessible::Value).contains(QStringLiteral("0:00.0 to 0:30.0 of 1:00.0 is shown")));
    QVERIFY(reader->text(QAccessible::Description).startsWith(reader->text(QAccessible::Value)));
}

void WaveformTest::readersAct()
{
    Bench bench;
    QAccessibleActionInterface *actions = bench.reader()->actionInterface();
    QVERIFY(actions);
    for (const QString &name : actions->actionNames())
        QVERIFY2(!actions->localizedActionName(name).isEmpty(), qPrintable(name));
    actions->doAction(QStringLiteral("zoomIn"));
    QCOMPARE(bench.wave->view().size(), 30 * second);
    actions->doAction(QStringLiteral("zoomOut"));
    QCOMPARE(bench.wave->view().size(), 60 * second);
    actions->doAction(QStringLiteral("selectAll"));
    QCOMPARE(bench.wave->selection().size(), 60 * second);
    actions->doAction(QStringLiteral("selectNothing"));
    QVERIFY(bench.wave->selection().isEmpty());
    bench.wave->setCursor(0);
    actions->doAction(QAccessibleActionInterface::increaseAction());
    QVERIFY(bench.wave->cursor() > 0);
    actions->doAction(QAccessibleActionInterface::decreaseAction());
    QCOMPARE(bench.wave->cursor(), 0);
}

void WaveformTest::buttonsAndScrollBar()
{
    Bench bench;
    for (auto *button : bench.view.findChildren<QToolButton *>()) {
        QVERIFY(!button->accessibleName().isEmpty());
        QVERIFY(!button->icon().pixmap(16).isNull());
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
    }
    auto *bar = bench.find<QScrollBar>("waveformScrollBar");
    QVERIFY(!bar->accessibleName().isEmpty());
    QVERIFY(!bar->isVisible());
    QTest::mouseClick(bench.find<QToolButton>("zoomInButton"), Qt::LeftButton);
    QCOMPARE(bench.wave->view().size(), 30 * second);
    QVERIFY(bar->isVisible());
    bar->setValue(bar->maximum());
    QCOMPARE(bench.wave->view(), (audio::Span{30 * second, 60 * second}));
    bench.wave->setView({10 * second, 40 * second});
    QCOMPARE(bar->value(), 10'000);
    QCOMPARE(bar->pageStep(), 30'000);
    auto *zoomSelection = bench.find<QToolButton>("zoomSelectionButton");
    QVERIFY(!zoomSelection->isEnabled());
    bench.wave->setSelection({12 * second, 16 * second});
    auto *times = bench.find<QLabel>("waveformTimes");
    QCOMPARE(times->text(), QStringLiteral("Selected: 0:12.0 to 0:16.0, 0:04.0 long"));
    QTest::mouseClick(zoomSelection, Qt::LeftButton);
    QCOMPARE(bench.wave->view(), (audio::Span{12 * second, 16 * second}));
    QTest::mouseClick(bench.find<QToolButton>("showAllButton"), Qt::LeftButton);
    QCOMPARE(bench.wave->view(), (audio::Span{0, 60 * second}));
}

void WaveformTest::aNewSoundForgetsTheOld()
{
    Bench bench;
    bench.wave->setSelection({12 * second, 16 * second});
    bench.wave->setPlayhead(13 * second);
    QSignalSpy changed(bench.wave, &Waveform::selectionChanged);
    const QImage old = bench.wave->grab().toImage();
    bench.wave->setSound(toneWithin(5, 0, 2));
    QCOMPARE(bench.wave->view(), (audio::Span{0, 5 * second}));
    QVERIFY(bench.wave->selection().isEmpty());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(bench.wave->cursor(), 0);
    QVERIFY(bench.wave->grab().toImage() != old);
}

ROOM_TEST(WaveformTest, QApplication)
#include "test_waveform.moc"
