package io.github.openairun.samples.durable;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the application in a process of its own, kills that while it books the voucher,
 * and runs the application again.
 */
final class KilledProcess {

	private KilledProcess() {
	}

	static void run(List<String> arguments) throws IOException, InterruptedException {
		Process first = start(arguments);
		try (BufferedReader output = first.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				System.out.println(line);
				if (line.contains("bookVoucher")) {
					first.destroyForcibly();
					Console.print("killed", "process " + first.pid());
					break;
				}
			}
		}
		first.waitFor();
		Process second = start(arguments);
		try (BufferedReader output = second.inputReader()) {
			output.lines().forEach(System.out::println);
		}
		second.waitFor();
	}

	private static Process start(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), DurableApplication.class.getName(), "--live"));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Console.print("started", "process " + process.pid());
		return process;
	}

}
