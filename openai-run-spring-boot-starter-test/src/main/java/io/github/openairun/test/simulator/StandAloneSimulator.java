package io.github.openairun.test.simulator;

import java.time.Duration;
import java.util.Locale;

/**
 * A simulator as a program of its own, for clients in any language: it serves both wires,
 * accepts any key, and answers by the last message of the user.
 */
public final class StandAloneSimulator {

	/** The port if none is given. */
	public static final int PORT = 8484;

	/** The id of the assistant on wire {@link Wire#ASSISTANTS}. */
	public static final String ASSISTANT = "asst_simulator";

	private static final String PROFILE = "--profile=";

	private StandAloneSimulator() {
	}

	/**
	 * Starts the simulator and waits until the program is ended.
	 * @param args the port, if it is to be another one than {@value #PORT}, and
	 * {@code --profile=} with the name of a {@link ServerProfile}
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		OpenAiSimulator simulator = start(args);
		System.out.println("The simulator serves runs at " + simulator.baseUrl());
		System.out.println("Any API key will do. End it with Ctrl+C.");
		Thread.currentThread().join();
	}

	static OpenAiSimulator start(String... args) {
		int port = PORT;
		ServerProfile profile = ServerProfile.OPENAI;
		for (String arg : args) {
			if (arg.startsWith(PROFILE)) {
				profile = ServerProfile
					.valueOf(arg.substring(PROFILE.length()).toUpperCase(Locale.ROOT).replace('-', '_'));
			}
			else {
				port = Integer.parseInt(arg);
			}
		}
		return start(port, profile);
	}

	/**
	 * Starts the simulator inside another program.
	 * @param port the port, or 0 for a free one
	 * @return the running simulator, with an assistant {@value #ASSISTANT}
	 */
	public static OpenAiSimulator start(int port) {
		return start(port, ServerProfile.OPENAI);
	}

	private static OpenAiSimulator start(int port, ServerProfile profile) {
		return OpenAiSimulator.builder()
			.port(port)
			.profile(profile)
			.queuedFor(Duration.ofMillis(200))
			.workingFor(Duration.ofMillis(300))
			.acceptApiKeyHeader(true)
			.improvise(true)
			.start()
			.assistant(ASSISTANT, (assistant) -> assistant.name("Simulator"));
	}

}
