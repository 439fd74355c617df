package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.github.openairun.CursorPage;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadOperations;
import io.github.openairun.UnsupportedRunOperationException;
import io.github.openairun.test.simulator.Exchange;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ServerProfile;
import io.github.openairun.test.simulator.Variant;
import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What must hold on both wires: subclasses state it without naming a wire. A run is
 * queued for one second and works for two in each turn; nobody really waits.
 * <p>
 * The tests of a class share an application and a server, which the classes around it may
 * vary; each test starts with a server that has recorded nothing. What users test with
 * the slice is tested with it in the package of the slice.
 */
@ExtendWith(InstallationExtension.class)
abstract class AbstractContractTests {

	static final Duration QUEUED = Duration.ofSeconds(1);

	static final Duration WORKING = Duration.ofSeconds(2);

	static final Duration TURN = QUEUED.plus(WORKING);

	private static final Set<Operation> CREATIONS = Set.of(Operation.CREATE_RUN, Operation.CREATE_THREAD_AND_RUN);

	final Wire wire;

	final List<Application> furtherApplications = new ArrayList<>();

	FakeTime time;

	OpenAiSimulator simulator;

	Application application;

	RunOperations runs;

	ThreadOperations threads;

	/**
	 * Whether everything that is sent and answered keeps to the protocol; a test whose
	 * server does not says so.
	 */
	boolean conforming = true;

	/**
	 * Whether the next test can have the same application and server; a test that changes
	 * the server's assistants or stops the server sets it to {@code false}.
	 */
	boolean reusable = true;

	private Variation variation;

	AbstractContractTests(Wire wire) {
		this.wire = wire;
	}

	/**
	 * Receives what the test works with.
	 */
	void use(Installation installation) {
		this.variation = installation.variation();
		this.time = installation.time();
		this.simulator = installation.simulator();
		this.application = installation.application();
		this.runs = this.variation.background() ? InBackground.runs(this.application.runs()) : this.application.runs();
		this.threads = this.application.threads();
	}

	@AfterEach
	void closeFurtherApplications() {
		this.furtherApplications.forEach(Application::close);
	}

	Application startApplication() {
		return startApplication((context) -> {
		});
	}

	Application startApplication(Consumer<AnnotationConfigApplicationContext> customizer) {
		return startApplication(this.simulator, customizer);
	}

	Application startApplication(OpenAiSimulator server, Consumer<AnnotationConfigApplicationContext> customizer) {
		Application started = this.variation.startApplication(server, this.time, customizer);
		this.furtherApplications.add(started);
		return started;
	}

	/**
	 * Start a server like that of the contract that answers without delay, as the time of
	 * the tests stands still while nobody pauses.
	 */
	OpenAiSimulator startWithoutDelays() {
		return Installation.startServer(OpenAiSimulator.builder().clock(this.time), this.variation);
	}

	boolean supports(RunCapability capability) {
		return this.runs.capabilities().supports(capability);
	}

	void assumeSupported(RunCapability capability) {
		assumeThat(supports(capability)).as("support for " + capability).isTrue();
	}

	void assumeUnsupported(RunCapability capability) {
		assumeThat(supports(capability)).as("support for " + capability).isFalse();
	}

	void assertUnsupported(RunCapability capability, ThrowingCallable operation) {
		List<Exchange> before = this.simulator.exchanges();
		assertThatExceptionOfType(UnsupportedRunOperationException.class).isThrownBy(operation)
			.withMessageContaining(this.runs.capabilities().reasonAgainst(capability))
			.satisfies((ex) -> assertThat(ex.capability()).isEqualTo(capability));
		assertThat(this.simulator.exchanges()).isEqualTo(before);
	}

	void assertNothingSent(Runnable action) {
		List<Exchange> before = this.simulator.exchanges();
		action.run();
		assertThat(this.simulator.exchanges()).isEqualTo(before);
	}

	String newThread() {
		return this.threads.create().id();
	}

	boolean varied(Variant variant) {
		return this.variation.variants().contains(variant);
	}

	/** Return whether the server keeps runs, so that reading one is a request. */
	boolean serverKeepsRuns() {
		return !this.variation.stateless();
	}

	/**
	 * The server works on a run and can be asked about it. Where the application keeps
	 * the threads, a run is created when its first response is complete.
	 */
	void assumeServerKeepsRuns() {
		assumeThat(serverKeepsRuns()).as("threads and runs that the server keeps").isTrue();
	}

	/**
	 * The server heeds and checks every field, which others do not.
	 */
	void assumeAsOpenAi() {
		assumeThat(this.variation.profile()).isEqualTo(ServerProfile.OPENAI);
	}

	Run newRun(String message) {
		return this.runs.create(request(message).thread(newThread()).build());
	}

	static RunRequest.Builder request(String message) {
		return RunRequest.assistant("support").message(message);
	}

	/**
	 * Let the server work for a turn and look at the run again.
	 */
	Run afterTurn(Run run) {
		this.time.pass(TURN);
		return this.runs.refresh(run);
	}

	/**
	 * Return an id of the same kind that the server does not have.
	 */
	static String unknown(String id) {
		return id.substring(0, id.lastIndexOf('_') + 1) + "unknown";
	}

	List<Exchange> exchanges(Operation operation) {
		return this.simulator.exchanges().stream().filter((exchange) -> exchange.operation() == operation).toList();
	}

	List<Exchange> creations() {
		return this.simulator.exchanges()
			.stream()
			.filter((exchange) -> CREATIONS.contains(exchange.operation()))
			.toList();
	}

	Exchange lastCreation() {
		List<Exchange> creations = creations();
		return creations.get(creations.size() - 1);
	}

	Exchange lastLook() {
		List<Exchange> looks = exchanges(Operation.GET_RUN);
		return looks.get(looks.size() - 1);
	}

	/**
	 * Read a whole list in pages.
	 */
	static <T> List<T> all(PageQuery query, Function<PageQuery, CursorPage<T>> pages) {
		List<T> all = new ArrayList<>();
		CursorPage<T> page = pages.apply(query);
		all.addAll(page.data());
		while (page.hasMore()) {
			page = pages.apply(query.after(page.lastId()));
			all.addAll(page.data());
		}
		return all;
	}

}
