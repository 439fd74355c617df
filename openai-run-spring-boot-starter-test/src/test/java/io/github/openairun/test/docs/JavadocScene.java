package io.github.openairun.test.docs;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.openairun.DeferredOutputs;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadOperations;
import io.github.openairun.ToolApprovals;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.web.RunFlux;

/**
 * What the examples in Javadoc use without showing it: the beans of an application.
 */
public abstract class JavadocScene {

	protected RunOperations runs;

	protected ThreadOperations threads;

	protected RunFlux runFlux;

	protected ToolApprovals approvals;

	protected DeferredOutputs outputs;

	protected OpenAiSimulator simulator;

	protected RunRequest request;

	protected Run run;

	protected String threadId;

	protected String id;

	protected Orders orders;

	protected Catalogue catalogue;

	protected Agency agency;

	protected Batches batches;

	protected Complaints complaints;

	protected void show(Object... values) {
	}

	protected void remember(String runId) {
	}

	protected String answer(String tool, String arguments) {
		return tool + arguments;
	}

	public record Order(String number, BigDecimal total) {
	}

	public record OrderQuery(String number) {
	}

	public record Article(String name) {
	}

	public record Report(String customer) {
	}

	public record Complaint(String text) {
	}

	public record Mail(@Nullable String complaint, String text) {
	}

	public interface Orders {

		Order find(String number);

		Order find(@Nullable String tenant, String number);

	}

	public interface Catalogue {

		List<Article> search(String words, int limit);

	}

	public interface Agency {

		void order(String customer, String token);

	}

	public interface Batches {

		void collect(@Nullable String id);

	}

	public interface Complaints {

		void save(Complaint complaint);

	}

	public interface Mails {

		void save(Mail mail);

	}

}
