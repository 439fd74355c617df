package io.github.openairun;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A reference to a type with type arguments, such as {@code new TypeRef<Page<Refund>>() {
 * }}.
 *
 * @param <T> the type
 * @since 0.1.0
 */
public abstract class TypeRef<T> {

	private final Type type;

	/**
	 * Create a reference to the type argument of the subclass.
	 */
	protected TypeRef() {
		Check.isTrue(getClass().getGenericSuperclass() instanceof ParameterizedType,
				"A TypeRef needs a type argument: new TypeRef<Page<Refund>>() { }");
		this.type = ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
	}

	private TypeRef(Type type) {
		this.type = Check.notNull(type, "type");
	}

	/**
	 * Return a reference to a class.
	 * @param <T> the type
	 * @param type the class
	 * @return the reference
	 */
	public static <T> TypeRef<T> of(Class<T> type) {
		return new Known<>(type);
	}

	/**
	 * Return a reference to a type that is known at run time only, such as the one of
	 * Spring's {@code ParameterizedTypeReference}.
	 * @param <T> the type, which the caller must know
	 * @param type the type
	 * @return the reference
	 */
	public static <T> TypeRef<T> of(Type type) {
		return new Known<>(type);
	}

	/**
	 * Return the type.
	 * @return the type
	 */
	public final Type type() {
		return this.type;
	}

	@Override
	public final boolean equals(Object other) {
		return other instanceof TypeRef<?> reference && this.type.equals(reference.type);
	}

	@Override
	public final int hashCode() {
		return this.type.hashCode();
	}

	@Override
	public String toString() {
		return "TypeRef[" + this.type.getTypeName() + "]";
	}

	private static final class Known<T> extends TypeRef<T> {

		private Known(Type type) {
			super(type);
		}

	}

}
