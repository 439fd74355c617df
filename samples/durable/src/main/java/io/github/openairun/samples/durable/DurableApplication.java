package io.github.openairun.samples.durable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import io.github.openairun.test.simulator.OpenAiSimulator;

/**
 * Answers a complaint with a durable run, or goes on with the one that is open.
 * <p>
 * Offline by default; {@code --live} uses the server that is configured. {@code --kill}
 * lets the application run in a process of its own, kills it, and starts it again.
 */
@SpringBootApplication
public class DurableApplication {

	static final String COMPLAINT = "The lamp of order 17 arrived broken.";

	/**
	 * Run the application.
	 * @param args {@code --live}, {@code --kill}, and any property
	 * @throws Exception if the processes of {@code --kill} cannot be started
	 */
	public static void main(String[] args) throws Exception {
		List<String> arguments = new ArrayList<>(List.of(args));
		boolean kill = arguments.remove("--kill");
		if (arguments.remove("--live")) {
			run(kill, arguments);
			return;
		}
		try (OpenAiSimulator simulator = OfflineServer.start()) {
			Console.print("server", "a simulator; start with --live to use the configured one");
			arguments.add("--openai.base-url=" + simulator.baseUrl());
			arguments.add("--openai.api-key=none");
			run(kill, arguments);
		}
	}

	private static void run(boolean kill, List<String> arguments) throws Exception {
		if (kill) {
			KilledProcess.run(arguments);
		}
		else {
			SpringApplication.run(DurableApplication.class, arguments.toArray(String[]::new)).close();
		}
	}

	@Bean
	CommandLineRunner answer(ComplaintDesk desk, Complaints complaints, Replies replies) {
		return (args) -> {
			Long open = complaints.findOpen();
			long id = (open != null) ? open : desk.receive(COMPLAINT);
			Console.print("complaint", id + ((open != null) ? " is still open" : ": " + COMPLAINT));
			if (!replies.await(id, Duration.ofMinutes(5))) {
				throw new IllegalStateException("There is no reply yet");
			}
			Console.print("reply", complaints.findReply(id));
			Console.print("vouchers", String.valueOf(complaints.countVouchers(id)));
		};
	}

}
