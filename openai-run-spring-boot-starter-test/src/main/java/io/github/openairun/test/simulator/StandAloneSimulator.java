package io.github.openairun.test.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A simulator as a program of its own, for clients in any language: it serves both wires,
 * accepts any key, and replies by scripts in JSON, or else by the last message of the
 * user.
 *
 * @since 0.1.0
 */
public final class StandAloneSimulator {

	/** The port if none is given. */
	public static final int PORT = 8484;

	/** The id of the assistant on wire {@link Wire#ASSISTANTS}. */
	public static final String ASSISTANT = "asst_simulator";

	private static final String PROFILE = "--profile=";

	private static final String SCRIPT = "--script=";

	private StandAloneSimulator() {
	}

	/**
	 * Starts the simulator and waits until the program is ended.
	 * @param args the port, if it is to be another one than {@value #PORT},
	 * {@code --profile=} with the name of a {@link ServerProfile}, and {@code --script=}
	 * with a file of scripts, any number of times
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		OpenAiSimulator simulator;
		try {
			simulator = start(args);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
			return;
		}
		System.out.println("The simulator serves runs at " + simulator.baseUrl());
		System.out.println("Any API key will do. End it with Ctrl+C.");
		Thread.currentThread().join();
	}

	static OpenAiSimulator start(String... args) {
		int port = PORT;
		ServerProfile profile = ServerProfile.OPENAI;
		List<Path> scripts = new ArrayList<>();
		for (String arg : args) {
			if (arg.startsWith(PROFILE)) {
				profile = profile(arg.substring(PROFILE.length()));
			}
			else if (arg.startsWith(SCRIPT)) {
				scripts.add(Path.of(arg.substring(SCRIPT.length())));
			}
			else {
				port = port(arg);
			}
		}
		OpenAiSimulator simulator = start(port, profile);
		try {
			scripts.forEach((file) -> read(simulator, file));
			return simulator;
		}
		catch (IllegalArgumentException ex) {
			simulator.close();
			throw ex;
		}
	}

	private static ServerProfile profile(String name) {
		String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
		return Arrays.stream(ServerProfile.values())
			.filter((profile) -> profile.name().equals(constant))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no profile '" + name + "'; there are " + Arrays.toString(ServerProfile.values())));
	}

	private static int port(String arg) {
		try {
			return Integer.parseInt(arg);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'" + arg + "' is no port; usage: [PORT] [" + PROFILE + "NAME] [" + SCRIPT + "FILE]...", ex);
		}
	}

	private static void read(OpenAiSimulator simulator, Path file) {
		try {
			new ScriptReader(simulator).read(Files.readString(file));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The file " + file + " cannot be read: " + ex, ex);
		}
		catch (SimulatedApiError ex) {
			throw new IllegalArgumentException("The file " + file + " is no script: " + ex.getMessage(), ex);
		}
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
			.remoteControl(true)
			.uniqueIds(true)
			.start()
			.assistant(ASSISTANT, (assistant) -> assistant.name("Simulator"));
	}

}
