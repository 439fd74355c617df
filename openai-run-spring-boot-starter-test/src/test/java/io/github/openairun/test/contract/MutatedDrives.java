package io.github.openairun.test.contract;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.RunException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.ToolContext;
import io.github.openairun.autoconfigure.OpenAiConnectionDetails;
import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;

/**
 * Drives runs whose server answers what is changed at random. Its main method is the
 * process that {@link AbstractMutatedAnswersTests} starts with a small heap.
 */
final class MutatedDrives implements AutoCloseable {

	/**
	 * The time limit of a run is one of the simulated time, so a drive takes much less.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * After so many drives, the simulator is a new one: its records share the heap.
	 */
	private static final int DRIVES_PER_SERVER = 80;

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private final FakeTime time = new FakeTime();

	private final OpenAiSimulator simulator;

	private final MutatingServer server;

	private final Application application;

	private final boolean background;

	private final boolean submits;

	private int drives;

	private MutatedDrives(Wire wire, String threads, boolean streamed, boolean background) throws IOException {
		this.background = background;
		// What is lost on a thread of the application is generated again.
		this.submits = threads.equals("server");
		this.simulator = OpenAiSimulator.builder().clock(this.time).start();
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(message().contains("orders"))
			.calls(call("findOrder", Map.of("number", "1")), call("findOrder", Map.of("number", "2")))
			.call("findOrder", Map.of("number", "3"))
			.reply((outputs) -> outputs.getAll("findOrder").size() + " orders");
		this.server = new MutatingServer(this.simulator.baseUrl());
		this.application = new Application(wire, this.simulator, this.time, (context) -> {
			TestPropertyValues
				.of("openai.run.streaming=" + (streamed ? "on" : "off"), "openai.run.timeout=60s",
						"openai.run.threads=" + threads, "openai.read-timeout=5s", "openai.stream-idle-timeout=5s")
				.applyTo(context);
			context.registerBean(OpenAiConnectionDetails.class, () -> new Server(this.server.baseUrl()));
		});
	}

	/**
	 * Drive runs, and write down what is wrong.
	 * @param args the wire, who keeps the threads, the seed, the number of the first
	 * drive, how many there are, and the file for what is wrong
	 */
	public static void main(String[] args) throws IOException {
		Wire wire = Wire.valueOf(args[0]);
		String threads = args[1];
		long seed = Long.parseLong(args[2]);
		int first = Integer.parseInt(args[3]);
		int drives = Integer.parseInt(args[4]);
		List<String> problems = new ArrayList<>();
		MutatedDrives[] modes = new MutatedDrives[4];
		for (int index = first; index < first + drives; index++) {
			int mode = index % modes.length;
			if (modes[mode] != null && modes[mode].drives >= DRIVES_PER_SERVER) {
				modes[mode].close();
				modes[mode] = null;
			}
			if (modes[mode] == null) {
				modes[mode] = new MutatedDrives(wire, threads, (mode & 1) != 0, (mode & 2) != 0);
			}
			String problem = modes[mode].drive(new Random(seed + index));
			if (problem != null) {
				problems.add("Drive " + index + " of seed " + seed + " on wire " + wire + " with threads of the "
						+ threads + (((mode & 1) != 0) ? ", streamed" : ", polled")
						+ (((mode & 2) != 0) ? ", started: " : ": ") + problem);
				// A drive that has not ended must not disturb the next ones.
				modes[mode].close();
				modes[mode] = null;
			}
		}
		Files.write(Path.of(args[5]), problems);
		System.exit(problems.isEmpty() ? 0 : 1);
	}

	/** Drive a run, and return what is wrong, or {@code null}. */
	private @Nullable String drive(Random random) {
		this.drives++;
		this.application.begin();
		int accepted = this.simulator.accepted().size();
		this.server.begin(new Mutation(random, 0.4));
		RunRequest request = RunRequest.assistant("support").message("How many orders?").build();
		Future<RunResult> drive = this.callers.submit(() -> this.background
				? this.application.runs().start(request).join() : this.application.runs().execute(request));
		String problem = null;
		try {
			drive.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			problem = (ex.getCause() instanceof RunException) ? null : "it ended with " + trace(ex.getCause());
		}
		catch (TimeoutException ex) {
			problem = "it did not end";
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			problem = "it was interrupted";
		}
		problem = (problem != null) ? problem : repeated(accepted);
		return (problem != null)
				? problem + System.lineSeparator() + String.join(System.lineSeparator(), this.server.answers()) : null;
	}

	private @Nullable String repeated(int before) {
		Set<Object> calls = new HashSet<>();
		for (ToolContext context : this.application.tools().contexts()) {
			if (!calls.add(List.of(context.runId(), context.round(), context.callId()))) {
				return "its handler was called twice for call " + context.call();
			}
		}
		Set<List<String>> submissions = new HashSet<>();
		List<Accepted> all = this.simulator.accepted();
		for (Accepted taken : all.subList(before, all.size())) {
			if (this.submits && taken.operation() == Operation.SUBMIT_TOOL_OUTPUTS && !submissions.add(taken.callIds())
					&& !this.server.hasDenied()) {
				return "its outputs were submitted twice: " + taken;
			}
		}
		return null;
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	@Override
	public void close() {
		this.callers.shutdownNow();
		this.application.close();
		this.server.close();
		this.simulator.close();
	}

	private record Server(String baseUrl) implements OpenAiConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public String getApiKey() {
			return Application.KEY;
		}

	}

}
