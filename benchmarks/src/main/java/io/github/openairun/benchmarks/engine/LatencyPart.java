package io.github.openairun.benchmarks.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.springframework.context.ConfigurableApplicationContext;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;

/**
 * How much later than the server a run comes to its end, and its first text to the
 * listener.
 */
final class LatencyPart {

	private static final int PHASES = 2;

	private static final int PHASE_MILLIS = 300;

	private final Sizes sizes;

	private final ServerProcess server;

	LatencyPart(Sizes sizes, ServerProcess server) {
		this.sizes = sizes;
		this.server = server;
	}

	void run(Report report) throws Exception {
		stream(report);
		poll(report);
	}

	private void stream(Report report) throws Exception {
		String baseUrl = this.server.baseUrl(Integer.toString(PHASE_MILLIS));
		HandWrittenLoop hand = new HandWrittenLoop(baseUrl, Duration.ofMillis(1), null);
		Times byHand = new Times();
		Times executed = new Times();
		Times started = new Times();
		try (ConfigurableApplicationContext context = EngineApplication.start(baseUrl)) {
			RunOperations runs = context.getBean(RunOperations.class);
			for (int round = -2; round < this.sizes.latencyRounds(); round++) {
				boolean counts = round >= 0;
				byHand.measure(counts, (watch) -> hand.stream(watch::written));
				executed.measure(counts, (watch) -> EngineApplication.execute(runs, watch));
				started.measure(counts, (watch) -> EngineApplication.start(runs, watch));
			}
		}
		compare(report, "execute", executed, byHand);
		compare(report, "start", started, byHand);
	}

	private static void compare(Report report, String name, Times times, Times byHand) {
		compare(report, "Added to 300 ms phases: " + name + ", streaming", times.ends, byHand.ends);
		compare(report, "First text after its phase: " + name + ", streaming", times.texts, byHand.texts);
	}

	private static void compare(Report report, String name, List<Double> times, List<Double> byHand) {
		double seen = Report.median(times) - PHASES * PHASE_MILLIS;
		double floor = Report.median(byHand) - PHASES * PHASE_MILLIS;
		report.row(name, Report.text("%.1f ms", seen), Report.text("%.1f ms", floor),
				Report.text("%+.1f ms", seen - floor), "+10 ms");
	}

	private void poll(Report report) throws Exception {
		try (ConfigurableApplicationContext context = EngineApplication.start(this.server.baseUrl("200-5000"))) {
			RunOperations runs = context.getBean(RunOperations.class);
			EngineApplication.start(runs, RunListener.NONE);
			this.server.figures();
			List<RunHandle> handles = IntStream.range(0, this.sizes.overshootRuns())
				.mapToObj((run) -> runs.start(EngineApplication.request()))
				.toList();
			handles.forEach((handle) -> handle.join().text());
		}
		report.row("Looks after the end of a phase of 0.2 to 5 s, median",
				Report.text("%.1f %%", this.server.figures().overshoot() * 100), "", "", "20 %");
	}

	/**
	 * The times of one contender in milliseconds.
	 */
	private static final class Times {

		private final List<Double> ends = new ArrayList<>();

		private final List<Double> texts = new ArrayList<>();

		void measure(boolean counts, Contender contender) throws Exception {
			Watch watch = new Watch();
			long begin = System.nanoTime();
			contender.run(watch);
			long end = System.nanoTime();
			if (counts) {
				this.ends.add((end - begin) / 1e6);
				this.texts.add((watch.first.get() - begin) / 1e6);
			}
		}

	}

	/**
	 * Notes when the first text comes.
	 */
	private static final class Watch implements RunListener {

		private final AtomicLong first = new AtomicLong();

		void written() {
			this.first.compareAndSet(0, System.nanoTime());
		}

		@Override
		public void textDelta(Run run, String messageId, String text) {
			written();
		}

	}

	/**
	 * Drives one run.
	 */
	private interface Contender {

		void run(Watch watch) throws Exception;

	}

}
