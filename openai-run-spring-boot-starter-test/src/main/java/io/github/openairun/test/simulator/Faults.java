package io.github.openairun.test.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The faults that a simulator is going to play. Those of {@link #next} come first, then
 * those of {@link #always}, then those of {@link #randomly}. Faults of streams wait for
 * requests that want a stream.
 *
 * @since 0.1.0
 */
public final class Faults {

	private final Map<Operation, Deque<Fault>> next = new EnumMap<>(Operation.class);

	private final Map<Operation, Fault> always = new EnumMap<>(Operation.class);

	private final List<Chance> chances = new ArrayList<>();

	Faults() {
	}

	/**
	 * Lets the next request of a kind fail, or as many as {@link Fault#times} says.
	 * Faults of one operation queue up.
	 * @param operation the kind of request
	 * @param fault what happens instead
	 * @return these faults
	 */
	public synchronized Faults next(Operation operation, Fault fault) {
		Assert.notNull(operation, "'operation' must not be null");
		Assert.notNull(fault, "'fault' must not be null");
		Deque<Fault> queue = this.next.computeIfAbsent(operation, (key) -> new ArrayDeque<>());
		for (int i = 0; i < fault.times(); i++) {
			queue.add(fault);
		}
		return this;
	}

	/**
	 * Lets all requests of a kind fail.
	 * @param operation the kind of request
	 * @param fault what happens instead
	 * @return these faults
	 */
	public synchronized Faults always(Operation operation, Fault fault) {
		Assert.notNull(operation, "'operation' must not be null");
		Assert.notNull(fault, "'fault' must not be null");
		this.always.put(operation, fault);
		return this;
	}

	/**
	 * Lets requests fail by chance. With one seed, the same requests in the same order
	 * meet the same faults.
	 * @param random decides, such as {@code new Random(seed)}
	 * @param probability how many of the requests fail, from 0 to 1
	 * @param operations the kinds of request
	 * @param faults what happens instead, each as probable as the others
	 * @return these faults
	 */
	public synchronized Faults randomly(Random random, double probability, Set<Operation> operations,
			List<Fault> faults) {
		Assert.notNull(random, "'random' must not be null");
		Assert.isTrue(probability >= 0 && probability <= 1, "'probability' must be between 0 and 1");
		Assert.notEmpty(faults, "'faults' must not be empty");
		this.chances.add(new Chance(random, probability, Set.copyOf(operations), List.copyOf(faults)));
		return this;
	}

	/**
	 * Forgets all faults that have not happened.
	 */
	public synchronized void clear() {
		this.next.clear();
		this.always.clear();
		this.chances.clear();
	}

	synchronized @Nullable Fault take(Operation operation, boolean streamed) {
		Deque<Fault> queue = this.next.get(operation);
		Fault first = (queue != null) ? queue.peek() : null;
		if (queue != null && first != null && first.fits(streamed)) {
			return queue.remove();
		}
		Fault lasting = this.always.get(operation);
		if (lasting != null && lasting.fits(streamed)) {
			return lasting;
		}
		for (Chance chance : this.chances) {
			Fault drawn = chance.draw(operation);
			if (drawn != null && drawn.fits(streamed)) {
				return drawn;
			}
		}
		return null;
	}

	private record Chance(Random random, double probability, Set<Operation> operations, List<Fault> faults) {

		@Nullable Fault draw(Operation operation) {
			boolean hit = this.operations.contains(operation) && this.random.nextDouble() < this.probability;
			return hit ? this.faults.get(this.random.nextInt(this.faults.size())) : null;
		}

	}

}
