package io.github.openairun.test.simulator;

import java.time.Duration;

/**
 * A simulator as a program of its own, for clients in any language: it serves both wires,
 * accepts any key, and answers by the last message of the user.
 */
public final class StandAloneSimulator {

	/** The port if none is given. */
	public static final int PORT = 8484;

	/** The id of the assistant on wire {@link Wire#ASSISTANTS}. */
	public static final String ASSISTANT = "asst_simulator";

	private StandAloneSimulator() {
	}

	/**
	 * Starts the simulator and waits until the program is ended.
	 * @param args the port, if it is to be another one than {@value #PORT}
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		OpenAiSimulator simulator = start((args.length > 0) ? Integer.parseInt(args[0]) : PORT);
		System.out.println("The simulator serves Responses, Conversations and Assistants v2 at " + simulator.baseUrl());
		System.out.println("Any API key will do. End it with Ctrl+C.");
		Thread.currentThread().join();
	}

	/**
	 * Starts the simulator inside another program.
	 * @param port the port, or 0 for a free one
	 * @return the running simulator, with an assistant {@value #ASSISTANT}
	 */
	public static OpenAiSimulator start(int port) {
		return OpenAiSimulator.builder()
			.port(port)
			.queuedFor(Duration.ofMillis(200))
			.workingFor(Duration.ofMillis(300))
			.acceptApiKeyHeader(true)
			.improvise(true)
			.start()
			.assistant(ASSISTANT, (assistant) -> assistant.name("Simulator"));
	}

}
