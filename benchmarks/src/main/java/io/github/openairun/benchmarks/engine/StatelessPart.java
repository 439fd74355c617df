package io.github.openairun.benchmarks.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.management.UnixOperatingSystemMXBean;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.openairun.RunHandle;
import io.github.openairun.RunOperations;

/**
 * A thousand streamed runs at once on threads that the application keeps.
 */
final class StatelessPart {

	private static final int ROUNDS = 3;

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private final Sizes sizes;

	private final ServerProcess server;

	private final String what;

	StatelessPart(Sizes sizes, ServerProcess server) {
		this.sizes = sizes;
		this.server = server;
		this.what = Report.text("%,d streamed runs at once, threads of the application: ", sizes.streamedRuns());
	}

	void run(Report report) throws Exception {
		// first, as long as nothing else has left anything behind
		hold(report);
		stream(report);
	}

	private ConfigurableApplicationContext application(String pace) {
		return EngineApplication.startStateless(this.server.baseUrl(pace),
				"openai.run.engine.max-runs=" + this.sizes.streamedRuns(), "openai.run.limits.timeout=30m");
	}

	private void hold(Report report) throws Exception {
		double byHand = holdByHand();
		try (ConfigurableApplicationContext context = application(ScalePart.HOLD_MILLIS + "-hold")) {
			RunOperations runs = context.getBean(RunOperations.class);
			List<RunHandle> handles = new ArrayList<>(this.sizes.streamedRuns());
			ScalePart.hold(this.server, () -> handles.add(runs.start(EngineApplication.request())), 1);
			long heap = ScalePart.usedHeap();
			long descriptors = descriptors();
			int more = this.sizes.streamedRuns() - 1;
			ScalePart.hold(this.server, () -> handles.add(runs.start(EngineApplication.request())), more);
			double each = (double) (ScalePart.usedHeap() - heap) / more;
			report.row(this.what + "heap of each while it waits", Report.text("%,.0f bytes", each),
					Report.text("%,.0f bytes", byHand), Report.text("%+,.0f bytes", each - byHand), "+10,240 bytes");
			report.row(this.what + "descriptors of each",
					Report.text("%.2f", (double) (descriptors() - descriptors) / more), "", "", "");
			report.row(this.what + "threads of the process while they wait",
					Integer.toString(this.threads.getThreadCount()), "", "", "64");
		}
	}

	/**
	 * Most of the heap is the client's, which has a connection and buffers for each run.
	 */
	private double holdByHand() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(ScalePart.HAND_THREADS);
		try {
			HandWrittenLoop hand = new HandWrittenLoop(this.server.baseUrl(ScalePart.HOLD_MILLIS + "-hold"),
					Duration.ofMillis(1), executor);
			List<CompletableFuture<String>> replies = new ArrayList<>(this.sizes.streamedRuns());
			ScalePart.hold(this.server, () -> replies.add(hand.streamAsync(() -> {
			})), 1);
			long heap = ScalePart.usedHeap();
			int more = this.sizes.streamedRuns() - 1;
			ScalePart.hold(this.server, () -> replies.add(hand.streamAsync(() -> {
			})), more);
			return (double) (ScalePart.usedHeap() - heap) / more;
		}
		finally {
			executor.shutdownNow();
		}
	}

	/** Connections are files to the operating system, where it counts them. */
	private static long descriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
				? system.getOpenFileDescriptorCount() : -1;
	}

	private void stream(Report report) throws Exception {
		List<Double> rates = new ArrayList<>();
		int[] peaks = new int[ROUNDS + 1];
		// the first round warms up
		for (int round = 0; round <= ROUNDS; round++) {
			ScalePart.forgetClients(this.sizes);
			try (ConfigurableApplicationContext context = application(Integer.toString(this.sizes.phaseMillis()))) {
				RunOperations runs = context.getBean(RunOperations.class);
				double rate = ScalePart.rate(this.sizes.streamedRuns(),
						() -> ScalePart.texts(runs, ScalePart.LISTENER));
				if (round > 0) {
					rates.add(rate);
				}
			}
			peaks[round] = this.threads.getPeakThreadCount();
		}
		report.row(this.what + "runs per second", Report.text("%.0f", Report.median(rates)), "", "", "");
		report.row(this.what + "threads of the process", Integer.toString(Arrays.stream(peaks).skip(1).max().orElse(0)),
				"", "", "64");
		report.row(this.what + "threads of the process, the first time", Integer.toString(peaks[0]), "", "", "");
	}

}
